/**
 * Variant forms met in registers and bank files that the general conversion table leaves alone. Left the form found,
 * right the form most systems use. For comparing names beside an equal number, never for changing what is stored.
 */
const pairs =
  '髙高 囯国 囻国 埈峻 栢柏 喆哲 昇升 晧皓 暠皓 皞昊 堃坤 甯宁 寕宁 淼淼 峯峰 崑昆 崐昆 嶽岳 䶮龑 邨村 叶叶 ' +
  '眞真 愼慎 鎭镇 淸清 靑青 晴晴 啓启 啟启 呉吴 鄧邓 黃黄 戶户 戸户 強强 彊强 乗乘 剰剩 勲勋 勳勋 叡睿 ' +
  '咏咏 詠咏 嘩哗 噐器 堦阶 墻墙 壻婿 夀寿 寿寿 夲本 奨奖 妳你 姪侄 姉姊 孁灵 宻密 寛宽 寳宝 寶宝 尅克 屛屏 峩峨 嵗岁 ' +
  '巖岩 巗岩 廸迪 弍二 弌一 徃往 徳德 恒恒 恆恒 恵惠 悪恶 惪德 慙惭 慶庆 懐怀 戯戏 扵于 抝拗 捴总 掦扬 敎教 敍叙 敘叙 ' +
  '斈学 旹时 昻昂 晉晋 晣晰 暁晓 曺曹 曽曾 朶朵 杰杰 査查 栁柳 桺柳 梹槟 棊棋 椘楚 榘矩 槗桥 樑梁 櫈凳 歩步 歳岁 毎每 ' +
  '気气 氷冰 汙污 沍冱 泪泪 浄净 浜浜 涙泪 淵渊 渇渴 湼涅 満满 溌泼 滙汇 潤润 澂澄 濶阔 灑洒 炤照 烟烟 煊煊 煕熙 熈熙 凞熙 ' +
  '燿耀 爲为 牀床 犇奔 猨猿 珎珍 琹琴 瑠琉 瑤瑶 甦苏 畧略 畱留 畵画 皐皋 盃杯 県县 眀明 眾众 着着 矦侯 祕秘 禄禄 祿禄 禮礼 ' +
  '秊年 稺稚 穉稚 穏稳 竒奇 竜龙 笋笋 筍笋 筯箸 箇个 粛肃 粧妆 絜洁 綉绣 綫线 緑绿 緖绪 縂总 纎纤 缾瓶 羣群 羮羹 翆翠 耻耻 ' +
  '聡聪 聦聪 肎肯 脇胁 脗吻 舎舍 艶艳 荘庄 菓果 葢盖 蒭刍 薫薰 蘓苏 蘇苏 蘂蕊 虗虚 蠏蟹 衆众 衞卫 裏里 裵裴 覇霸 観观 訳译 ' +
  '諌谏 譲让 讃赞 賛赞 贇赟 跡迹 踪踪 軆体 輙辄 辺边 迯逃 逺远 遅迟 遶绕 邉边 郷乡 鄕乡 醻酬 釈释 鈎钩 銕铁 鋭锐 錬炼 鉄铁 ' +
  '鎻锁 鑛矿 閒闲 関关 閲阅 闘斗 陥陷 険险 隣邻 隠隐 雑杂 雞鸡 霊灵 静静 靜静 頼赖 顔颜 顕显 飈飙 飮饮 駆驱 験验 髪发 鶏鸡 ' +
  '麁粗 麗丽 黒黑 黙默 點点 鼡鼠 齊齐 斉齐 斎斋 亀龟 両两 並并 乹乾 亊事 亜亚 伝传 佈布 価价 倂并 倶俱 偁称 傑杰 儁俊 児儿 兎兔 ' +
  '円圆 冐冒 冨富 凂浼 凴凭 刄刃 別别 剏创 劒剑 劔剑 効效 勅敕 単单 卽即 厛厅 厰厂 双双 収收 叄叁 吿告'
export const variantCharacters: ReadonlyMap<string, string> = new Map(
  pairs
    .split(' ')
    .map((pair) => [...pair] as [string, string])
    .filter(([found, usual]) => found !== usual),
)
