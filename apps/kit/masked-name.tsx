/** 姓名 already masked by the server ('王*芳'); read aloud as what it is. */
export function MaskedName({ name }: { name: string }) {
  return (
    <span className="kit-masked-name" title="为保护个人信息，姓名已隐去一部分">
      {name}
    </span>
  );
}
