"""What a rule about a line is, and the words that many rules share.

Patterns meet a line as `lines.fold` leaves it: half-width, simplified, lower-case, without spaces. They are
written with spaces and line breaks between their parts, which mean nothing.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from .lines import Reason


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line that is not the story.

    Attributes:
        name: what the rule is about.
        reason: what to tell the user.
        pattern: a verbose regular expression, matched against the whole folded line.
        longest: lines of more folded characters are left alone: they are prose.
        ends: whether a story in front of such a line is over.
        edge: whether the rule holds only before the first and after the last line of the story.
    """

    name: str
    reason: Reason
    pattern: str = field(repr=False)
    longest: int
    ends: bool = False
    edge: bool = False

    def holds(self, folded: str) -> bool:
        """Whether the folded line is of this kind."""
        return len(folded) <= self.longest and _compiled(self.pattern).fullmatch(folded) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled when the first line meets it: most commands clean nothing."""
    return re.compile(pattern, re.VERBOSE)


def _any_of(words: str) -> str:
    """Return a pattern for any of the words, longer ones first."""
    return "(?:" + "|".join(map(re.escape, sorted(words.split(), key=len, reverse=True))) + ")"


_QUALIFIERS = _any_of(
    """
    本文 本期 本报 本网 本刊 首席 特约 资深 高级 新媒体 实习 图片 图文 文字 视频 网络 网页 微信 助理
    版面 封面 值班 执行 见习 责任 联席 总 副
    """
)
_ROLES = _any_of(
    """
    责任编辑 责编 责任编 编辑 主编 副主编 总编辑 总编 编审 编译 编导 校对 校审 审核 审校 审稿 复审 初审
    终审 一审 二审 三审 监制 总监制 制片 制片人 出品 出品人 出品方 策划 统筹 执笔 撰文 撰稿 撰稿人 采写
    采访 文字 文案 文 图 文图 图文 文编 美编 整理 供稿 来稿 投稿 排版 制图 制作 设计 海报 插画 绘图 剪辑
    后期 配音 播音 主播 摄影 摄像 拍摄 视觉 作者 记者 通讯员 翻译 译者 译 运营 签发 核稿 新闻热线
    爆料热线 报料热线 投稿邮箱 实习生 见习记者 报道
    """
)
_FRAGMENTS = {
    "DATE": r"""
        (?: (?:19|20)\d\d [-/.年] \d{1,2} [-/.月] \d{1,2} [日号]?
          | \d{1,2} [-/.月] \d{1,2} 日? (?=\d\d:\d\d) )""",
    "CLOCK": r"""
        (?: (?:[上下]午|凌晨|晚上?|中午|[ap]m|\(?(?:星期|周).\)?)* \d{1,2} [:时] \d\d (?:[:分]\d\d)? 秒? )""",
    # What stands behind “author:”: names, never a sentence.
    "NAMES": r"[\w·.、,&/|丨@\-—:()《》“”]",
    "OPEN": r"[(\[【<「“\"*\#—\-·•■◆▌]*",
    "CLOSE": r"[)\]】>」*\#。;]*",
    "COLON": r"[:|/丨—︱\-]+",
    "MEDIUM": _any_of(
        """
        微信 微博 qq 抖音 快手 头条号 公众号 公号 订阅号 服务号 小程序 客户端 app 官微 视频号 b站 小红书
        telegram 电报 line facebook 脸书 instagram ig youtube 粉丝团 粉丝专页
        """
    ),
    "AGENCY": _any_of(
        """
        新华社 中新社 中新网 新华网 人民网 央视 央视新闻 央视网 视觉中国 人民视觉 中国日报 法新社 路透
        路透社 美联社 塔斯社 彭博社 欧新社 ic icphoto cfp 东方ic getty gettyimages afp reuters ap bbc cnn
        pixabay unsplash 中央社 受访者 受访者本人 企业 官方 本报 本刊 资料 网络 网友 读者 作者 视频 通讯员
        记者 主办方 警方 消防 节目 直播 新闻 官网 网站 微博 微信 朋友圈
        """
    ),
    "BUTTON": _any_of(
        """
        首页 登录 登陆 注册 注销 退出 搜索 菜单 导航 返回 顶部 返回顶部 回顶部 返回首页 回首页 返回列表 更多
        more 查看更多 查看全文 查看原文 展开全文 展开 收起 加载中 加载更多 正在加载 点击加载更多 换一换
        换一批 刷新 取消 确定 提交 提交评论 发布 发表 关闭 关闭窗口 关闭本页 打印 打印本页 列印 友善列印
        保存 保存网页 字号 小字号 中字号 大字号 字体 字体大小 字级 字级设定 特大 大号 中号 小号 默认 标准
        超大 大 中 小 缩小字体 放大字体 增大字体 减小字体 a a+ a- aa t t+ t- 简体 繁体 简 繁 english 中文
        无障碍浏览 无障碍 长者模式 关怀版 老年版 手机版 电脑版 移动端 网页版 分享 分享到 分享至 分享给好友
        好友和朋友圈 参与互动 跟贴 我要分享 一键分享 转发 转播 转播到 微信 微博 微信好友 微信分享 微博分享
        朋友圈 微信朋友圈 新浪微博 腾讯微博 人民微博 qq qq空间 空间 qq好友 人人网 人人 豆瓣 钉钉 复制链接
        复制网址 复制 二维码 扫一扫 扫码分享 用微信扫描二维码 收藏 收藏本文 收藏文章 加入收藏 添加喜爱 点赞
        赞 踩 顶 赏 打赏 赞赏 赞同 反对 喜欢 不喜欢 不感兴趣 在看 关注 已关注 +关注 订阅 举报 投诉 纠错
        我要纠错 我要举报 我要反馈 反馈 意见反馈 我有话说 评论 写评论 查看评论 我要评论 跟帖 留言 留言回应
        阅读 回复 听新闻 听全文 收听 朗读 语音播报 语音朗读 播放 暂停 重播 自动播放 自动播放开关 全屏 静音
        音量 倍速 下载 上一页 下一页 上页 下页 末页 尾页 上一条 下一条 上一图 下一图 上一张 下一张
        继续滑动看下一个 向上滑动看下一个 轻触阅读原文 阅读原文 隐藏边栏 图集 广告 推广 赞助 客户端
        下载客户端 下载app app下载 打开app 打开 app内打开 立即打开 立即下载 点击下载 点击查看 点击查看更多
        查看详情 了解更多 了解详情 推特 脸书 twitter x facebook fb line email 邮件 邮箱 pinterest whatsapp
        telegram messenger copylink copy link share print tweet login signup subscribe menu home search
        加入会员 立即订阅 追踪 加入收藏夹 设为首页 网站地图 联系我们 关于我们 帮助中心 有用 没用 有帮助 时间
        来源 作者
        """
    ),
    "SECTION": _any_of(
        """
        首页 新闻 要闻 快讯 滚动 头条 国内 国际 时政 政务 政治 社会 财经 经济 金融 股票 证券 基金 理财 产经
        公司 体育 娱乐 科技 数码 互联网 军事 汽车 房产 家居 教育 健康 时尚 女性 旅游 文化 历史 读书 视频
        图片 直播 专题 专栏 评论 观点 思想 博客 论坛 微博 美食 游戏 星座 育儿 动漫 佛学 公益 法治 三农 生活
        热点 港澳 台湾 两岸 全球 地方 城市 深度 数据 人物 邮箱 招聘 彩票 收藏 高考 留学 艺术 综艺 电影 电视
        音乐 理论 党建 舆情 环球 世界 产业 商业 更多 即时 焦点 影音 副刊 运动 影剧
        """
    ),
    "ROLE": f"(?: {_QUALIFIERS}* {_ROLES} )",
    "OTHERS": _any_of(
        """
        相关 延伸 推荐 拓展 扩展 热门 精彩 更多 猜你 为你 为您 大家 你可能 您可能 你也 最新 往期 编辑 小编
        今日 本周 一周 本月 点击 阅读 视频 热点 精选 作者 同类 深度 24小时 48小时 7x24 猜您 看了又看 延展
        热文 其他 其它 近期 前情 早前
        """
    ),
    "STORIES": _any_of(
        """
        阅读 新闻 文章 推荐 链接 报道 内容 资讯 专题 回顾 精选 热点 热门 热文 热榜 热搜 话题 视频 图集 搜索
        排行 排行榜 榜 爱看 喜欢 看 都在看 也在看 还看 在读 关注 最新文章 感兴趣 的内容 更多 top top10 精彩
        动态 要闻 头条 连结 好文 信息 文献 词条 的文章 的新闻 会喜欢 可能喜欢 喜欢的
        """
    ),
}
_FRAGMENT = re.compile("{(" + "|".join(_FRAGMENTS) + ")}")


def rule(  # noqa: PLR0913 - one column of the table each
    name: str, reason: Reason, longest: int, pattern: str, *, ends: bool = False, edge: bool = False
) -> Rule:
    """Return a rule; `{NAMES}` and its like in the pattern stand for the words above."""
    full = _FRAGMENT.sub(lambda match: _FRAGMENTS[match[1]], pattern)
    return Rule(name, reason, full, longest, ends, edge)
