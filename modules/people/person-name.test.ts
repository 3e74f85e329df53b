import { describe, expect, it } from 'vitest';
import { maskPersonName, readPersonName, searchKey } from './person-name.ts';

const nameOf = (text: string) => (readPersonName(text) as { name: string }).name;
const codeOf = (text: string) => (readPersonName(text) as { code?: string }).code;

describe('姓名', () => {
  it.each(['·', '•', '‧', '・', '．', '.', '。', '●', '∙', '⋅', '･', ' · '])(
    'B-01 间隔号写作“%s”：统一为U+00B7',
    (dot) => {
      expect(nameOf(`阿卜杜拉${dot}买买提`)).toBe('阿卜杜拉\u00B7买买提');
    },
  );

  it('B-01 各种写法检索键相同', () => {
    expect(searchKey(nameOf('阿卜杜拉•买买提'))).toBe(searchKey('阿卜杜拉买买提'));
  });

  it('B-02 50个字接受，51个字拒绝，按码点计', () => {
    expect(nameOf('𬭎'.repeat(50))).toHaveLength(100);
    expect(codeOf('王'.repeat(51))).toBe('people.name-long');
  });

  it.each(['王䶮', '李㛃', '陈𬭎', '周𫠝', '吴𰻞', '郑𱍐', '钱〇', '孙龴'])('B-03 生僻字%s：接受', (name) => {
    expect(nameOf(name)).toBe(name);
  });

  it('B-06 自造字（U+E863）：拒绝并请改用标准字', () => {
    expect(codeOf('王\uE863')).toBe('people.name-private-use');
  });

  it('B-07 兼容汉字保留原字，只在检索键中归一', () => {
    expect(nameOf('王\uF92F')).toBe('王\uF92F');
    expect(searchKey('王\uF92F')).toBe(searchKey('王\u52DE'));
  });

  it.each([
    ['沈 阿妹', '沈阿妹'],
    ['沈\u3000阿妹', '沈阿妹'],
    ['\uFEFF沈\u200B阿\u202E妹\u00A0', '沈阿妹'],
    ['沈阿妹\n', '沈阿妹'],
  ])('B-08 空格与不可见字符（%j）：去掉', (text, name) => {
    expect(nameOf(text)).toBe(name);
  });

  it.each([
    ['王😀', 'people.name-character'],
    ['王小明2', 'people.name-character'],
    ['王\u0007明', 'people.name-control'],
    ['', 'people.name-empty'],
    ['（小）', 'people.name-empty'],
  ])('B-08 %j：拒绝', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('B-09 空字符（NUL）：拒绝', () => {
    expect(codeOf('王\u0000明')).toBe('people.name-control');
  });

  it('B-10 残缺的代理对：拒绝', () => {
    expect(codeOf('王\uD842')).toBe('people.name-broken');
  });

  it.each(['John A. Smith', "Mary O'Neil-Brown", 'José Pérez'])('B-11 外文姓名%s：接受，保留空格与缩写点', (name) => {
    expect(nameOf(name)).toBe(name);
  });

  it('B-11 只有一个字：接受并提示核对', () => {
    expect(readPersonName('张')).toEqual({ name: '张', note: null, singleCharacter: true });
    expect(readPersonName('其其格')).toMatchObject({ singleCharacter: false });
  });

  it.each(['李秀英(小)', '李秀英（小）', '李秀英 〔小〕'])('括注%s：转入备注', (text) => {
    expect(readPersonName(text)).toEqual({ name: '李秀英', note: '小', singleCharacter: false });
  });

  it('以间隔号结尾：可能被截断，拒绝', () => {
    expect(codeOf('买买提·')).toBe('people.name-dot');
  });
});

describe('脱敏姓名', () => {
  it.each([
    ['张', '*'],
    ['张三', '张*'],
    ['张小明', '张**'],
    ['诸葛亮', '诸葛*'],
    ['诸葛孔明', '诸葛*明'],
    ['诸葛根𬭎', '诸葛*𬭎'],
    ['欧阳', '欧*'],
    ['𬭎小明', '𬭎**'],
    ['买买提·吐尔逊', '买买提·***'],
  ])('%s → %s', (name, masked) => {
    expect(maskPersonName(name)).toBe(masked);
  });
});
