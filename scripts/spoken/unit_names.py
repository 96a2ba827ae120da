"""Written units and how they are said."""

from .rule import any_of, table

UNITS = table("""
    km 公里  m 米  dm 分米  cm 厘米  mm 毫米  μm 微米  um 微米  nm 纳米  nmi 海里  mi 英里  ft 英尺
    km² 平方公里  m² 平方米  ㎡ 平方米  dm² 平方分米  cm² 平方厘米  mm² 平方毫米  hm² 公顷  ha 公顷
    km2 平方公里  m2 平方米  cm2 平方厘米  mm2 平方毫米  m3 立方米  cm3 立方厘米
    km³ 立方公里  m³ 立方米  dm³ 立方分米  cm³ 立方厘米  mm³ 立方毫米  Nm³ 标准立方米
    t 吨  kg 千克  g 克  mg 毫克  μg 微克  ug 微克  ng 纳克  lb 磅  lbs 磅  oz 盎司  bbl 桶
    L 升  l 升  mL 毫升  ml 毫升  dL 分升  dl 分升  μL 微升  μl 微升  cc 毫升
    h 小时  hr 小时  hrs 小时  min 分钟  mins 分钟  s 秒  sec 秒  ms 毫秒  μs 微秒  ns 纳秒  s² 平方秒
    Hz 赫兹  kHz 千赫兹  MHz 兆赫兹  GHz 吉赫兹  THz 太赫兹  fps 帧  px 像素
    V 伏  mV 毫伏  kV 千伏  mA 毫安  Ah 安时  mAh 毫安时  Ω 欧姆
    W 瓦  kW 千瓦  MW 兆瓦  GW 吉瓦  TW 太瓦  hp 马力  PS 马力
    Wh 瓦时  kWh 千瓦时  kW·h 千瓦时  MWh 兆瓦时  GWh 吉瓦时  TWh 太瓦时
    J 焦  kJ 千焦  MJ 兆焦  cal 卡  kcal 千卡  N 牛  kN 千牛  N·m 牛米  Nm 牛米
    Pa 帕  hPa 百帕  kPa 千帕  MPa 兆帕  GPa 吉帕  mmHg 毫米汞柱  dB 分贝  mSv 毫西弗  μSv 微西弗
    mol 摩尔  mmol 毫摩尔  μmol 微摩尔  lm 流明  nit 尼特  nits 尼特
    bp 个基点  bps 个基点  bbls 桶  pct 个百分点  pcts 个百分点  pp 个百分点
    KM 公里  Km 公里  CM 厘米  MM 毫米  NM 纳米  KG 千克  Kg 千克  MG 毫克  ML 毫升  Ml 毫升
    MIN 分钟  CC 毫升
    HZ 赫兹  hz 赫兹  KHZ 千赫兹  KHz 千赫兹  MHZ 兆赫兹  Mhz 兆赫兹  GHZ 吉赫兹  Ghz 吉赫兹  FPS 帧
    PX 像素  DB 分贝  KV 千伏  KW 千瓦  KWH 千瓦时  KWh 千瓦时  Kwh 千瓦时  kwh 千瓦时  GWH 吉瓦时
    MAH 毫安时  mah 毫安时  HP 马力  BP 个基点  BPs 个基点  BPS 个基点  KPA 千帕  MPA 兆帕
""")
"""How a unit in letters is said. The case counts: 5m is a length, 5M is not."""

UNIT = any_of(" ".join(UNITS))
"""A pattern for any of them, the longest first."""

HAN_UNIT = "[万亿]?" + any_of("""
    美元 欧元 英镑 日元 港元 人民币 元 角 人次 人 次 公里 千米 米 公斤 千克 克 毫克 微克 吨 升 毫升 件 台 辆
    头 转 帧 立方米 个 瓶 度 千瓦时 字 株 只 点 桶 盎司 户
""")
"""What is counted before a stroke: 元 in 元/吨."""

PER = any_of("""
    平方公里 平方千米 平方米 立方米 立方 公里 千米 米 小时 分钟 分 秒 天 日 周 月 年 季度 季 人 户 股 吨 公斤
    千克 克 升 斤 桶 盎司 磅 亩 公顷 度 千瓦时 件 台 辆 次 套 张 份 个 位 瓶 盒 片 支 平 夜 晚 间 席 袋 箱
    手 头 只 棵 株 条 车 节 课时 GB MB 百公里 100公里 100km
""")
"""What it is counted by, after the stroke: 吨 in 元/吨."""
