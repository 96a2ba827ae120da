"""The table of all rules: what on a page of Chinese news is not the story, line by line.

The first rule that holds gives the reason, so the narrow ones stand before the wide ones.
"""

from .lines import Reason
from .rules import Rule, rule

RULES = (
    # Comments: nothing behind them is the story, however well it is written.
    rule("comment heading", Reason.COMMENT, 20, r"""
        (?:网友|用户|读者|精彩|热门|最热|最新|全部|所有|精选|文章|发表|我要|查看)* (?:评论|留言|跟帖|热评|
        讨论|回应) (?:区|列表|专区|回应)? [(:]? (?:[\d,.]+万?条?)? [):>]?""", ends=True),
    rule("comment count", Reason.COMMENT, 40, r"""
        (?:已有|共有?|查看|写评论已有)? (?:全部)? [\d,.]+万? [条个人位次]* (?:网友)? (?:评论|跟帖|留言|回复|
        参与|回应) .{0,20}""", ends=True),
    rule("comment rules", Reason.COMMENT, 60, r"""
        (?: 文明上网 | (?:请|您|先)* 登录后? (?:才能|再|即可|可以?|参与|发表)* 评论 | 说点什么 | 写下你的 |
        发表你的 | (?:网友)?评论仅 | 我来说两句 | 还可输入\d | 有话要说 | 期待.{0,3}评论 | 暂无评论 |
        还没有.{0,2}评论 | 快来.{0,6}沙发 | 抢沙发 | .{0,8}用户自律公约 ) .*""", ends=True),
    rule("comment footer", Reason.COMMENT, 40, r".{0,26} (?:赞\d* | 顶\d* | 踩\d* | 举报 | 回复\d*){2,}"),
    rule("mood vote", Reason.COMMENT, 20, r".{0,14} (?:的)?心情 (?:是|如何|投票)? [:?]?", ends=True),

    # Other stories.
    rule("related heading", Reason.RELATED, 24, r"""
        [■◆●▶►>【\[#]* {OTHERS}+ (?:也|都|还|最|会|的|在|喜欢)* {STORIES}+ (?:更多|换一换|>)* [】\]:>]*
        """, ends=True),
    rule("ranking", Reason.RELATED, 20, r"""
        (?:要闻|新闻|点击|阅读|评论|热点|热门|热读|热搜|人气|周|日|月|文章|视频)+ (?:排行榜?|榜|top)
        (?:[周日月总/|\d])*""", ends=True),
    rule("related story", Reason.RELATED, 100, r"""
        {OPEN} (?: 相关(?:阅读|新闻|报道|链接|文章|专题) | 延伸(?:阅读|报道) | 推荐阅读 | 此前报道 |
        早前报道 | 往期(?:回顾|推荐) | 前情(?:回顾|提要) | 更多报道 | 看更多 | 猜你想看 ) [】\]]? [:>|].*"""),
    rule("neighbouring story", Reason.RELATED, 200, r"""
        {OPEN} [上下前后]一?[篇条则] (?:文章|新闻|信息|一篇)? [】\])>]? (?: [:：].* | .{0,90}下一?篇.* )?
        """, ends=True),
    rule("related in brackets", Reason.RELATED, 60, r"""
        [(\[【>] (?:相关|更多|点击|详见|延伸|推荐|参见) .{0,40} [)\]】<]"""),
    rule("enter a topic", Reason.RELATED, 40, r"(?:点击|请)?进入.{0,4}(?:专题|话题|直播)[:>]?.*"),

    # Rights and the small print.
    rule("rights", Reason.LICENCE, 200, r"""
        .* (?: copyright | © | allrightsreserved | 版权所有 | 著作权所有 | 著作权由.{2,14}所有 |
        [\u4e00-\u9fff]icp[备证许] | icp备?\d | 网安备 | 备案[号编] | 许可证 (?:编号|号码|号)? [:(]? [\da-z]
        | 网站标识码 | 举报(?:电话|邮箱|热线) [:\d] | 违法和?不良信息 | 互联网新闻信息服务 | 增值电信 |
        客服(?:热线|电话)[:\d] ) .*""", ends=True),
    rule("rights held", Reason.LICENCE, 90, r"[^,。]{0,16}版权归(?!谁).{1,24}所有.{0,50}", ends=True),
    rule("about the site", Reason.LICENCE, 100, r"""
        (?:主办(?:单位|方)?|承办(?:单位)?|主管(?:单位)?|协办单位|技术支持|运维|网站管理|地址|邮编|邮政编码|
        传真|编辑部电话|联系电话|报料(?:热线|邮箱)?|.{0,8}报料| 爆料(?:热线|邮箱)?|投诉电话) [:：].+
        """, ends=True, edge=True),
    rule("disclaimer", Reason.LICENCE, 600, r"""
        {OPEN} (?:免责|版权|特别|郑重|重要|风险|投资|本[网站报文]|转载|投稿|权利|法律|原创|网站|平台)+
        (?:声明|申明|提示|须知|说明) [】\])]? (?:[:：].*)?""", ends=True),
    rule("statement", Reason.LICENCE, 600, r"""
        {OPEN} (?:声明|申明|提示|说明) [】\])]? [:：] (?=.*(?:观点|立场|转载|版权|侵权|投资|原创|来源|平台|
        作者|仅供)) .*""", ends=True),
    rule("reprint notice", Reason.LICENCE, 120, r"""
        {OPEN} (?: .{0,44} (?:未经|不经|未获).{0,16}(?:授权|许可|允许|同意|书面).{0,6} (?:不得|禁止|严禁|
        谢绝|请勿|勿).{0,40} | .{0,24} (?:请勿|禁止|谢绝|严禁|不得)(?:擅自)?转载 .{0,30} | .{0,20} (?:如需|
        如要|若需|欢迎)?转载 (?:请|须|需|时|务必|或) .{0,30} (?:注明|联系|授权|保留) .{0,40} | [^,。]{0,14}
        (?:(?<!未)经|获|由[^,。]{1,14}) 授权 (?:转载|发布) [,。]?.{0,40} )""", ends=True),
    rule("opinion disclaimer", Reason.LICENCE, 260, r"""
        (?: [(\[【*]*(?:本文|该文|文章|以上|此文|文中|作者|评论|上述|内容).{0,90} (?:不代表.{0,24}(?:观点|
        立场|意见) | 仅代表 | 不构成.{0,10}(?:建议|依据) | 仅供参考 | 非投资建议) | .{0,40} (?:如有|若有|
        涉及|如涉).{0,8}侵权.{0,20}(?:删除|联系|处理) | .{0,20}(?:侵删|入市[需须]?谨慎|投资有风险) | .{0,30}
        (?:信息存储空间|信息存储服务|信息发布平台) ) .*""", ends=True),
    rule("origin disclaimer", Reason.LICENCE, 120, r"""
        [(\[【*]* (?: (?:以上内容|本文(?:内容|图片|素材)?|此文) (?:系|为|来自|来源|转自|由|转载|首发|原载|
        摘自|节选自|选自|综合) (?=.*(?:授权|转载|发布|首发|原创|独家|网|报|号|社|综合|[《“])) [^。]* |
        综合(?:自|整理自)? [:：丨]? [^。,]{0,40} ) [)\]】。]*""", ends=True, edge=True),
    rule("whence", Reason.LICENCE, 44, r"""
        [(\[【*]* (?:文章|信息|内容|素材|资料|部分内容|图文) (?:均|皆|部分)? (?:来自|来源于|源自|转自|摘自|
        综合自) [^,。]{0,24} [)\]】。]*""", edge=True),
    rule("made by machine", Reason.LICENCE, 80, r"""
        .{0,24} (?:由|使用)?.{0,8} (?:ai|人工智能) (?:生成|辅助|创作|翻译|合成) .{0,24}""", edge=True),

    # Who and what moved: the head of the story.
    rule("original title", Reason.METADATA, 120, r"""
        {OPEN} (?:原标题|原题|源标题|原文标题|英文标题|原文题目) (?:为)? [:《] .*"""),
    rule("date and time", Reason.METADATA, 130, r"[^。;!?]{0,36} {DATE} [t/,]? {CLOCK} (?:[^。;!?,]{0,70})"),
    rule("dated", Reason.METADATA, 120, r"""
        (?:发布|发表|更新|发稿|创建|上传|刊登|出刊|最后|最新|日期|时间|编辑)+ (?:于|日期|时间)? [:：]?
        .{0,3} (?:{DATE}|{CLOCK}) [^。]{0,60}"""),
    rule("date and source", Reason.METADATA, 120, r"""
        [^。;!?]{0,24} {DATE} .{0,8} (?:来源|作者|编辑|责编|发布|浏览|阅读|点击|字号|稿源|分享|信息来源|
        记者) [^。!?]{0,60}"""),
    rule("newspaper page", Reason.METADATA, 44, r"""
        [^。,]{0,20} (?:{DATE}|\d{1,2}月\d{1,2}日) [^。,]{0,6} 第?[a-z]?\d+版 .{0,14} |
        第[a-z]?\d+版[:：].{0,20}"""),
    rule("date", Reason.METADATA, 24, r"\(? {DATE} (?:星期.|周.)? \)?", edge=True),
    rule("just now", Reason.METADATA, 24, r"""
        [^。,!?]{0,16} (?:刚刚|昨天|前天|今天|\d+(?:分钟|小时|天|个月)前) {CLOCK}? (?:发布|更新|
        发表于?.{0,6})?""", edge=True),
    rule("picture source alone", Reason.CAPTION, 44, r"""
        {OPEN} (?: 题|头|封面|首|文中|本文|以上|部分|文内|配)* (?:图片?|照片|影像|插图|摄影)+ (?: (?:片|
        文)?均?(?:来自|来源于?|源于|取自) | 来?源 | [/:丨|] ) [:：/丨|]? [^,。]{1,24} {CLOSE}"""),
    rule("data source", Reason.CAPTION, 50, r"""
        {OPEN} (?:数据|资料|图表|制图|制表|表格) (?:来源|出处)? [:/丨|] [^。]{1,30} {CLOSE}"""),
    rule("origin", Reason.METADATA, 60, r"""
        {OPEN} (?:文章|新闻|稿件|信息|内容|本文)? (?:来源|转自|稿源|出处|摘自|源自|首发|原载) (?:于|自)?
        [:|/丨] (?!.*[,?!]) {NAMES}{1,40} {CLOSE}"""),
    rule("figures", Reason.METADATA, 24, r"""
        (?:阅读|浏览|点击|播放|评论|访问|人气|围观|热度|字数|分享|收藏|点赞|浏览次)+ [数量次人]* [:(]*
        \d[\d,.]* [万k]? \+? [次字人]? \)? | [\d,.]+ [万k]? \+? [次人个]? (?:人)? (?:阅读|浏览|点击|播放|
        观看|评论|围观|点赞|赞同|赞同了该文章|喜欢)"""),
    rule("keywords", Reason.METADATA, 100, r"""
        (?:文章|本文|所属)? (?:关键[字词]|标签|tags?|分类|栏目) [:：].* | (?:所属分类|编辑于|发布于|发表于|
        收录于|首发于|所属专题)[:：]?[^。,]{0,40} | (?:\#[^\#。,]{1,16}\#?)+"""),
    rule("place", Reason.METADATA, 24, r"""
        .{0,2} ip属地 [:：]? .{1,10} | (?:发布地|地区|属地|分类) [:：] .{1,10}"""),
    rule("document data", Reason.METADATA, 60, r"""
        (?:索引号|主题分类|发文机关|发文字号|成文日期|发文日期|公开方式|公文种类|有效性|文号|标题|主题词|
        发布机构|生成日期|体裁分类) [:：] .*"""),

    # Advertisements, for the medium itself as a rule.
    rule("follow us", Reason.PROMOTION, 60, r"""
        扫描?码?一扫.* | 微信扫一扫.* | 关注(?:该|我们|本)?的?{MEDIUM} | [▼↓👇👆]+ .{0,40} | 点击(?:上方|
        下方|蓝字|阅读原文|图片|标题|视频|“阅读原文”).{0,24} | .{0,4} 点? 个? [“「]? (?:赞|在看|分享|转发|
        收藏|关注) [”」]? (?:[、,和+]? 点? 个? [“「]? (?:赞|在看|分享|转发|收藏|关注|分享给.{1,8}) [”」]?)+
        .{0,10}"""),
    rule("join us", Reason.PROMOTION, 100, r"""
        (?=[^。]*[。!~]?$) {OPEN} (?:更多|欢迎|敬请|快来|想.{1,14}[?,]|想了解|请|点击|立即|赶快|安装|下载|
        打开|关注|扫码|扫描|长按|识别|海量|微信搜索|添加|加入|追踪|订阅) .{0,40} (?:关注|下载|扫描|扫码|
        识别|订阅|加入|收听|安装|尽在|打开|获取|接收|搜索|阅读|看更多|二维码) .{0,30} (?:{MEDIUM}|二维码|
        蓝字|我们|下载地址|讨论群|交流群|更多报道|更多内容|更多资讯|全文|市场资讯) (?:[^,。]{0,16}|
        .{0,6}(?:阅读|获取|了解|查看|看).{0,12}) [。!~]*"""),
    rule("exclusively at", Reason.PROMOTION, 50, r"[^。]{2,30},? 尽在 [^。,]{2,16} [。!]?"),
    rule("read more there", Reason.PROMOTION, 40, r"""
        (?:请)?(?:下载|打开|前往|登录|进入) [^。,]{1,12} (?:{MEDIUM}|官网|网站) [,]? .{0,4}(?:阅读|查看|
        获取|了解|观看|参与).{0,8}[。!]?"""),
    rule("scan", Reason.PROMOTION, 60, r"""
        [^,。]{0,24} (?:扫描?|扫一扫|长按|识别) [^,。]{0,14} (?:二维码|下载|关注|进群|阅读|识别)
        [^,。]{0,16} (?:,.{0,20}(?:关注|下载|阅读|进群).{0,12})? [!]?"""),
    rule("code below", Reason.PROMOTION, 130, r"""
        .{0,60} (?:下方|上方|左方|右方|左侧|右侧|文末|下图|上图|图中)的?二维码 .{0,60}""", edge=True),
    rule("apps", Reason.PROMOTION, 26, r"""
        [^。,]{0,16} (?:官方)? {MEDIUM} (?:下载|二维码|号|\([^)]*\)|>)*""", edge=True),
    rule("campaign", Reason.PROMOTION, 260, r"""
        .{0,120} (?:点击投票|下载地址|点击报名|立即报名|点击参与|点击购买|立即抢购|投票通道|专享福利|
        更多猛料|报名链接) .{0,60}"""),
    rule("tips wanted", Reason.PROMOTION, 120, r"""
        (?:如有|如果.{0,6}有|欢迎|若)?.{0,10}(?:新闻线索|报料|爆料).{0,30}(?:请|可|拨打|联系|欢迎|致电|提供|
        发送|:).{0,60} | .{0,30}24小时.{0,12}(?:滚动播报|热线).{0,40}""", edge=True),

    # Who made it.
    rule("editor", Reason.CREDIT, 60, r"""
        {OPEN} (?:责任编?辑?|责编|值班编辑|编辑) (?:{COLON} {NAMES}{0,40} | [\u4e00-\u9fff·、]{2,4}) {CLOSE}
        """, ends=True),
    rule("credit", Reason.CREDIT, 90, r"""
        {OPEN} {ROLE} (?:[/、|&和]{ROLE})* {COLON} (?![^)]*[?!]) {NAMES}{0,60} {CLOSE}"""),
    rule("credits", Reason.CREDIT, 160, r"""
        {OPEN} (?:{ROLE}|来源) {COLON} {NAMES}{0,24} (?:{ROLE}|来源) {COLON} [\w·.、,&/|丨@\-—:()《》“”;。]*
        """),
    rule("credits without colons", Reason.CREDIT, 40, r"""
        {OPEN} {ROLE} [\u4e00-\u9fff]{2,4} {ROLE} [\u4e00-\u9fff、]{2,12} {CLOSE}"""),
    rule("credit in brackets", Reason.CREDIT, 50, r"[(\[【] {ROLE} [:/]? {NAMES}{0,40} [)\]】]"),
    rule("reporter", Reason.CREDIT, 40, r"""
        {OPEN} (?!.*(?:[说称道问了是在从有的将把被为到会]|者们|协会|证)) (?:
        [\u4e00-\u9fffa-z《》“”·/]{0,14} (?:记者|通讯员|特约撰稿人?|评论员|特派员|见习生|实习生|撰稿人?|
        作者|本期编辑|编辑|校对) [:/]? [\u4e00-\u9fff·a-z、/]{2,20} )+ (?:[\u4e00-\u9fff]{0,4} (?:报道|摄|
        文/?图|综合报道|发自.{2,6}))? {CLOSE}""", edge=True),
    rule("agency report", Reason.CREDIT, 26, r"""
        [^。,]{2,14} \d{1,2}月\d{1,2}日 (?:报道|讯|电|消息)""", edge=True),
    rule("original", Reason.CREDIT, 40, r"""
        (?:原创|原创首发|独家|出品) [:︱|—丨] {NAMES}{0,30} | 出品[—丨/].*"""),
    rule("about the author", Reason.CREDIT, 90, r"""
        [(\[【]* (?:本文)?作者 (?:系|为|是|简介[:：]) [^。]{2,80} [。)\]】]*""", edge=True),

    # Pictures and their words.
    rule("picture label", Reason.CAPTION, 110, r"""
        [▲△↑▼▽◎■\[(【]* (?:图为(?!什么|何|了)|图注|图说|图中|上图|下图|左图|右图|题图|头图|封面图|配图|
        资料图片?|资料照片?|示意图|效果图|视频截图|网络图片?|图片说明|图片来源|图源|图据|插图|影片截图|翻摄)
        (?:[:：为]? [^。]{0,80} | .{0,80}。) [)\]】]*"""),
    rule("picture source", Reason.CAPTION, 150, r"""
        .{0,130} (?:^|[(/,。:]) (?: 图(?:片|/文|源)? (?:来源|源自|自|据|[/:丨|]) .{1,18} | {AGENCY}
        [\u4e00-\u9fff]{0,4} (?:供图|/图|图|资料图|截图|图片|照片|资料|发|视频截图|摄) | .{1,12} (?:供图|
        资料图片?|制图) ) {CLOSE}"""),
    rule("picture in brackets", Reason.CAPTION, 150, r"""
        .{0,120} [(\[【] [^()\[\]【】。]{0,18} (?: 图 | 图片 | 照片 | 截图 | 供图 | {AGENCY} | 摄 | 摄影 |
        拍摄 | 资料 | 报价单 | 翻摄.{0,10} | (?:图片)?来源[:：/][^()]{1,16} ) [)\]】] [.。]?"""),
    rule("photographer", Reason.CAPTION, 160, r"""
        .{0,120}? (?: (?:{AGENCY}|记者|通讯员)[\u4e00-\u9fff·/、]{0,14} | (?:^|[。,)/:])
        [\u4e00-\u9fff·]{2,4} | [\u4e00-\u9fffa-z”]{4,40}[\u4e00-\u9fff·]{2,3} ) (?<!拍)(?:摄|摄影) [)。]?
        (?:\(.{0,10}\))?"""),
    rule("caption with source", Reason.CAPTION, 130, r"""
        .{0,110} (?:图片?来源|来源|图源|数据来源|资料来源|截图自) [:：/丨] [\w·.、/]{1,24} [)。]?"""),
    rule("screenshot", Reason.CAPTION, 34, r"""
        [^。,]{0,24} (?:报道|网站|视频|节目|网页|微博|推特|官网|app|公众号)截图 {CLOSE}"""),
    rule("video label", Reason.CAPTION, 80, r"""
        (?:视频|音频|动图|组图|直播|海报|漫画|制图|影音) [-—:：|丨/·•] [^。]{0,60} | [^。]{0,60}
        \(\d{1,2}:\d\d(?::\d\d)?\) | \d{1,2}:\d\d (?:/\d{1,2}:\d\d)?"""),
    rule("picture mark", Reason.CAPTION, 110, r"[▲△↑▽] .{1,100}"),
    rule("numbered picture", Reason.CAPTION, 80, r"""
        [图表] (?:[\d.\-]+|[一二三四五六七八九十]{1,3}) [:：、.丨] [^。]{1,60}"""),

    # Buttons, menus, the way to the page.
    # Possessive (`++`): a line of thousands of digits is refused in one go, not in all its divisions.
    rule("buttons", Reason.NAVIGATION, 90, r"""
        (?=.*[^\d,.]) (?: {BUTTON} | 分享[到至] | [\d,.+]++[万k]? | [|/·•>»<←→:,()\[\]【】✕×+]
        | 我有话说\(?\d*人?参与\)?
        | 打开app[^>|]{0,6} )++"""),
    rule("sections", Reason.NAVIGATION, 400, r"(?: {SECTION} [|/·•丨]*+ ){4,}+"),
    rule("breadcrumb", Reason.NAVIGATION, 90, r"""
        [您你]?(?:当前|现在|所在)?的?(?:所在)?的?位置[:：].* | [^。,;]{0,40}[>»›/]正文
        | (?:首页|主页|home)[>»›→/\-|:].+
        | [^>»›。,]{0,14} (?:-?[>»›]{1,2} [^>»›。,]{1,20}){2,} | [^。,>»›?]{2,10}[>»›]{1,2}[^。,>»›]{2,10} |
        [^。,>»›?]{2,14}[>»›]
        """),
    rule("bar of links", Reason.NAVIGATION, 400, r"[^。!?;,]{1,12} (?:[|丨│] [^。!?;,|丨│]{1,12}){2,}"),
    rule("back", Reason.NAVIGATION, 30, r"""
        [(\[【<>]* (?:返回|回到|进入|点击进入|点击查看|查看|阅读) .{0,14} (?:首页|列表|顶部|频道|专题|更多|
        全文|原文|上一页|讨论|股吧) [】\])>]* (?:讨论)?"""),
    rule("page numbers", Reason.NAVIGATION, 80, r"""
        (?:上一页|共\d++页|第\d++页|\[?[\d,.]++万?\]?|下一页|尾页|末页|首页|全文阅读|余下全文|转到第?.{0,3}页)++
        """, edge=True),
    rule("end mark", Reason.NAVIGATION, 40, r"""
        [-—=*_·•.。]* (?:正文已?结束.*|(?:the)?end|全文完|本文完) [-—=*_·•.。]*""", ends=True),
    rule("login", Reason.NAVIGATION, 30, r"""
        (?:一键登录|请登录|您好,请登录|欢迎(?:您|光临)|立即登录|登录/注册|登录后|扫码登录) [^。]{0,20}"""),
    rule("privacy", Reason.NAVIGATION, 100, r"""
        .{0,40} (?:隐私权?|cookies?) .{0,8} (?:政策|规范|条款|设定|设置|声明|同意|协议) .{0,60}
        """, edge=True),
    rule("player", Reason.NAVIGATION, 140, r"""
        (?:您的浏览器|您的设备|当前浏览器|请升级|请使用|建议使用).{0,40}(?:不支持|版本|flash|浏览器|
        播放).{0,40} | 视频加载[中失].* | 播放[量次数]*[:\d].* | 广告[被剩].* | .{0,12}秒后?(?:播放|
        可关闭).*"""),
)  # fmt: skip


def rule_for(folded: str) -> Rule | None:
    """Return the first rule that the folded line meets, or None for a line that may be the story."""
    return next((rule for rule in RULES if rule.holds(folded)), None)
