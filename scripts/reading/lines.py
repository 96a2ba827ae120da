"""Lines: the form in which pages, pasted text and Markdown meet before they are cleaned."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ..article import Kind


class Reason(StrEnum):
    """Why a line is not part of the story."""

    NAVIGATION = "navigation"
    PROMOTION = "promotion"
    METADATA = "metadata"
    CREDIT = "credit"
    CAPTION = "caption"
    RELATED = "related"
    COMMENT = "comment"
    LICENCE = "licence"
    DUPLICATE = "duplicate"
    OUTSIDE = "outside the story"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source as a reader sees it.

    Attributes:
        text: without line breaks and outer spaces, never empty.
        kind: what the markup says it is.
        linked: the share of its characters that are links, 0 to 1.
        region: what the part of the page around it is for, where the markup says so.
        home: the number of the box on the page that it stands in; 0 where there is no markup.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    linked: float = 0.0
    region: Reason | None = None
    home: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that was left out, and why."""

    text: str
    reason: Reason


_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_SPACES = re.compile(r"\s+")
# A stock ticker's live figures, which portals put behind a company's name: (431.2, 7.37, 1.74%).
_QUOTE = re.compile(r"[(（]-?\d+\.?\d*, ?[+-]?\d+\.?\d*, ?[+-]?\d+\.?\d*%[)）]")
# Traditional and simplified, for the characters that rules use.
_PAIRS = """
    設设 範范 啟启 聽听 隱隐 項项 絡络 單单 責责 編编 輯辑 來来 記记 攝摄 圖图 權权 閱阅 讀读 關关
    聞闻 薦荐 鏈链 連连 結结 評评 論论 網网 導导 載载 開开 會会 員员 轉转 發发 佈布 點点 擊击 瀏浏
    覽览 報报 訊讯 時时 間间 標标 題题 專专 欄栏 號号 碼码 熱热 門门 視视 頻频 訂订 聲声 許许 總总
    統统 籌筹 監监 製制 審审 劃划 畫画 譯译 傳传 應应 該该 與与 為为 們们 這这 個个 資资 庫库 見见
    聯联 據据 瞭了 臉脸 書书 錄录 註注 冊册 購购 買买 產产 廣广 協协 議议 務务 條条 頁页 後后 繼继
    續续 長长 無无 電电 話话 於于 現现 場场 廠厂 東东 備备 轄辖 確确 歡欢 蹤踪 贊赞 讚赞 樣样 類类
    別别 級级 請请 選选 擇择 過过 還还 區区 對对 說说 從从 準准 則则 採采 訪访 語语 輸输 隨随 嗎吗
    繪绘 約约 週周 檔档 僅仅 沒没 經经 違违 獎奖 擁拥 內内 處处 尋寻 盡尽
    萬万 業业 絲丝 丟丢 兩两 嚴严 臨临 爲为 舉举 麼么 樂乐 習习 價价 衆众 眾众 體体
    餘余 側侧 儲储 兒儿 黨党 興兴 寫写 軍军 農农 減减 剛刚 創创 刪删 劇剧 辦办 動动
    華华 歷历 參参 臺台 啓启 團团 圍围 國国 塊块 壇坛 復复 頭头 夾夹 娛娱 學学 實实
    將将 屬属 幫帮 張张 歸归 當当 懷怀 態态 戲戏 戶户 執执 擴扩 掃扫 搶抢 撥拨 換换
    數数 暫暂 術术 機机 構构 歐欧 氣气 濟济 遊游 灣湾 滾滚 愛爱 獨独 獻献 環环 礙碍
    種种 稱称 筆笔 籤签 簽签 簡简 糾纠 紅红 線线 組组 終终 給给 絕绝 維维 綜综 縮缩
    羣群 腦脑 騰腾 輿舆 藝艺 節节 獲获 營营 藍蓝 裝装 觀观 規规 覺觉 觸触 計计 認认
    討讨 證证 識识 訴诉 詞词 詳详 誤误 誰谁 謝谢 謹谨 財财 賬账 貼贴 費费 賞赏 趕赶
    車车 輕轻 輔辅 邊边 運运 進进 郵邮 銷销 鎖锁 錯错 鍵键 閉闭 問问 際际 陸陆 險险
    靜静 頂顶 須须 顧顾 風风 饋馈 驗验 裡里 裏里
"""
_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}


def squeeze(text: str) -> str:
    """Return `text` as one line: no invisible characters, no stock tickers, runs of spaces made one."""
    return _SPACES.sub(" ", _QUOTE.sub("", _INVISIBLE.sub("", text))).strip()


def fold(text: str) -> str:
    """Return `text` as rules see it: half-width, lower-case, simplified where rules need it, unspaced."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_SIMPLIFIED)
    return _SPACES.sub("", plain)
