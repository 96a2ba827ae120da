# bobao in a container: `docker build -t bobao .`, then see compose.yaml, or
#   docker run --rm -v bobao-show:/show -v bobao-cache:/cache bobao build https://example.com/story.html
FROM python:3.13-slim-bookworm

# cron for unattended runs; ffmpeg and the offline voice come as Python packages.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends busybox-static util-linux \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 bobao \
    && install --directory --owner=bobao --group=bobao /show /shows /cache

COPY . /src
ARG EXTRAS=notify
RUN pip install --no-cache-dir "/src[$EXTRAS]" \
    && install --mode=755 /src/docker/every-day /usr/local/bin/every-day \
    && rm -rf /src

USER 1000:1000
ENV BOBAO_CACHE_DIR=/cache
WORKDIR /show
VOLUME ["/show", "/shows", "/cache"]
EXPOSE 8000
ENTRYPOINT ["bobao"]
CMD ["--help"]
