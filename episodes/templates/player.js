/* What a page can do with a script: without one, the players, chapters and the text are all there. */
(() => {
  "use strict";
  const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
  const $ = (id) => document.getElementById(id);

  const store = {
    get: (name) => { try { return localStorage.getItem("bobao:" + name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem("bobao:" + name, value); } catch { /* private mode */ } },
    drop: (name) => { try { localStorage.removeItem("bobao:" + name); } catch { /* private mode */ } },
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const tell = (element, text) => {
    const before = element.textContent;
    element.textContent = text;
    setTimeout(() => { if (element.textContent === text) element.textContent = before; }, 2500);
  };

  const whenReady = (audio, act) => {
    if (audio.readyState > 0) act();
    else audio.addEventListener("loadedmetadata", act, { once: true });
  };

  /* The place where a listener stopped is kept, but not the start or the end. */
  const remember = (audio, name) => {
    let kept = 0;
    const keep = () => {
      kept = audio.currentTime;
      if (kept > 5 && !(audio.duration - kept < 5)) store.set("at:" + name, kept.toFixed(1));
      else if (!audio.paused || audio.ended) store.drop("at:" + name);
    };
    audio.addEventListener("timeupdate", () => { if (Math.abs(audio.currentTime - kept) > 3) keep(); });
    audio.addEventListener("pause", keep);
    audio.addEventListener("ended", () => store.drop("at:" + name));
    addEventListener("pagehide", () => { if (audio.currentTime > 0) keep(); });
  };

  const onlyOne = () => {
    document.addEventListener("play", (event) => {
      for (const audio of document.querySelectorAll("audio")) if (audio !== event.target) audio.pause();
    }, true);
  };

  /* #t=83.5, #t=1:23, and the first of a span #t=83,90 */
  const timeIn = (hash) => {
    const found = /^#t=(?:npt:)?([\d:.]+)/.exec(hash);
    if (!found) return null;
    const seconds = found[1].split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    return Number.isFinite(seconds) ? seconds : null;
  };

  const startIndex = () => {
    for (const audio of document.querySelectorAll("audio[data-remember]")) {
      const name = audio.dataset.remember;
      remember(audio, name);
      audio.addEventListener("play", () => {
        const at = Number(store.get("at:" + name));
        if (at && audio.currentTime < 1) whenReady(audio, () => { audio.currentTime = at; });
        audio.playbackRate = Number(store.get("speed")) || 1;
      }, { once: true });
    }
  };

  const startEpisode = (main) => {
    const audio = $("audio"), status = $("status"), name = main.dataset.episode;
    const chapters = [...document.querySelectorAll("#chapters a")];
    const lines = [...document.querySelectorAll("#transcript a")];
    const starts = new Map([...chapters, ...lines].map((link) => [link, Number(link.dataset.start)]));
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    let scrolledAt = 0, current = { line: null, chapter: null };

    const seek = (seconds) => whenReady(audio, () => {
      audio.currentTime = Math.max(0, Math.min(seconds, audio.duration || seconds));
      show();
    });

    const setSpeed = (speed) => {
      audio.playbackRate = audio.defaultPlaybackRate = speed;
      $("speed").value = String(speed);
      store.set("speed", speed);
    };

    const toggle = () => { if (audio.paused) audio.play(); else audio.pause(); };

    /* The last of the links that has begun; links are in the order of time. */
    const begun = (links, at) => {
      let low = 0, high = links.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (starts.get(links[middle]) <= at) low = middle + 1; else high = middle;
      }
      return links[low - 1] || null;
    };

    const mark = (kind, link) => {
      if (current[kind] === link) return false;
      current[kind]?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      current[kind] = link;
      return Boolean(link);
    };

    const following = () => $("follow")?.getAttribute("aria-pressed") === "true" && Date.now() - scrolledAt > 4000;

    const show = () => {
      const at = audio.currentTime + 0.06;
      mark("chapter", begun(chapters, at));
      if (mark("line", begun(lines, at)) && !audio.paused && following()) {
        current.line.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
      }
    };

    const jumpChapter = (by) => {
      const at = chapters.indexOf(begun(chapters, audio.currentTime + 0.06));
      const next = chapters[at + by];
      if (next) seek(starts.get(next));
    };

    const changeSpeed = (by) => {
      const at = SPEEDS.findIndex((speed) => speed >= audio.playbackRate);
      const speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + by))];
      setSpeed(speed);
      tell(status, speed + "×");
    };

    const KEYS = {
      " ": toggle, k: toggle,
      ArrowLeft: () => seek(audio.currentTime - 15), j: () => seek(audio.currentTime - 15),
      ArrowRight: () => seek(audio.currentTime + 30), l: () => seek(audio.currentTime + 30),
      "<": () => changeSpeed(-1), ">": () => changeSpeed(1),
      n: () => jumpChapter(1), p: () => jumpChapter(-1),
    };

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target.closest("audio, input, select, textarea")) return;
      if (event.key === " " && event.target.closest("button, summary")) return;
      const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });

    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-start]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      history.replaceState(null, "", link.getAttribute("href"));
      seek(starts.get(link));
      audio.play().catch(() => {});
    });

    $("back").addEventListener("click", () => seek(audio.currentTime - 15));
    $("forward").addEventListener("click", () => seek(audio.currentTime + 30));
    $("speed").addEventListener("change", (event) => setSpeed(Number(event.target.value)));
    $("follow")?.addEventListener("click", (event) => {
      const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
      event.currentTarget.setAttribute("aria-pressed", String(on));
      scrolledAt = 0;
    });
    $("share").addEventListener("click", async () => {
      const place = "#t=" + Math.floor(audio.currentTime);
      history.replaceState(null, "", place);
      await copy(location.href);
      tell(status, document.body.dataset.copied + " " + place);
    });
    for (const kind of ["wheel", "touchmove"]) {
      addEventListener(kind, () => { scrolledAt = Date.now(); }, { passive: true });
    }
    audio.addEventListener("timeupdate", show);
    audio.addEventListener("seeked", show);
    addEventListener("hashchange", () => {
      const at = timeIn(location.hash);
      if (at !== null) seek(at);
    });

    if ("mediaSession" in navigator && "MediaMetadata" in window) {
      navigator.mediaSession.metadata = new MediaMetadata({
        title: audio.dataset.title, artist: audio.dataset.show,
        artwork: [{ src: audio.dataset.picture }],
      });
      navigator.mediaSession.setActionHandler("seekbackward", () => seek(audio.currentTime - 15));
      navigator.mediaSession.setActionHandler("seekforward", () => seek(audio.currentTime + 30));
    }

    remember(audio, name);
    setSpeed(SPEEDS.includes(Number(store.get("speed"))) ? Number(store.get("speed")) : 1);
    const shared = timeIn(location.hash), kept = Number(store.get("at:" + name));
    if (shared !== null) seek(shared);
    else if (kept) seek(kept);
    for (const part of document.querySelectorAll(".controls, .keys")) part.hidden = false;
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(new URL(button.dataset.copy, location.href).href);
      tell(button, document.body.dataset.copied);
    });
  }
  onlyOne();
  const main = document.querySelector("main[data-episode]");
  if (main) startEpisode(main); else startIndex();
})();
