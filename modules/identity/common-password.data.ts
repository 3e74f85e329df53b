/**
 * What people make passwords of: the roots of the usual lists, keyboard walks, pinyin, and the words of this office. Compiled for
 * this project. Written in lower case; leetspeak, reversal, repetition and runs like "abcd" are the checker's business.
 */
const TEXT = `
password passwort passwd passw0rd pass word secret login logon signin admin administrator root system manager master super user
guest test tester testing demo sample default change changeme welcome hello letmein access open enter private secure security
server service office company public account super123 qwerty qwert werty asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qaz
wsx edc rfv tgb yhn ujm qweasd qweasdzxc asdzxc 1q2w 3e4r 5t6y 7u8i 9o0p 1qaz 2wsx 3edc 4rfv 5tgb 6yhn q1w2 e3r4 t5y6 zaq1
xsw2 cde3 1a2b 3c4d a1b2 c3d4 aabb abcabc iloveyou ilove love lovely loveyou baby angel princess prince king queen sunshine
monkey dragon tiger lion eagle panda kitty puppy football baseball basketball soccer hockey jordan michael jennifer jessica
charlie daniel thomas robert george andrew matthew ashley nicole shadow hunter ranger killer freedom forever summer winter
spring autumn monday friday january december flower orange purple silver golden diamond cookie chocolate coffee pepper ginger
banana cheese computer internet google facebook twitter iphone apple samsung huawei xiaomi tencent alibaba taobao alipay weixin
wechat weibo baidu microsoft windows linux oracle mysql postgres postgresql docker matrix starwars superman batman pokemon
naruto mustang ferrari porsche yamaha harley money lucky happy smile cool hottie whatever nothing trustno trust please
woaini aini wobuai nihao mima kouling denglu guanli guanliyuan xitong yonghu ceshi zhanghao gongzuo danwei zhongguo china
zhonghua beijing shanghai guangzhou shenzhen chongqing tianjin zhejiang hangzhou ningbo wenzhou shaoxing jiaxing huzhou jinhua
quzhou zhoushan taizhou lishui yuhuan xihu qiantang fuwu weiminfuwu renmin shehui baozhang kangyang yanglao laoren laonian
minzheng minzhengju minzhengting gaoling jintie butie zheli zheliban zhengding zhezhengding zhengfu jiedao cunwei shequ
zhangsan lisi wangwu zhaoliu zhang wang chen yang zhao huang zhou xiao laoshi baobao laopo laogong mama baba
养老 民政 浙里 浙政钉 康养 老年 老人 高龄 津贴 补贴 浙江 杭州 玉环 政府 街道 社区 管理员 管理 系统 密码 口令 登录 用户 测试 中国 我爱你 你好 人民
`;

export const COMMON_ROOTS: readonly string[] = TEXT.trim().split(/\s+/);
