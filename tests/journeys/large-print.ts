import type { Page } from 'playwright-core';

/** What checks.md 1.6 asks for, read from the page as it stands. */
export function measure(on: Page) {
  return on.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const shown: CSSStyleDeclaration[] = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      const isShown =
        parent && !parent.closest('.for-reader, script, noscript') && walker.currentNode.textContent?.trim();
      if (isShown) shown.push(getComputedStyle(parent));
    }
    const px = (text: string) => Number.parseFloat(text);
    const targets = [...document.querySelectorAll('a, button, input, textarea')].map((element) => ({
      name: element.textContent || element.id || (element as HTMLInputElement).value,
      box: element.getBoundingClientRect(),
    }));
    const paragraphs = [...document.querySelectorAll('.answer > p')].map((each) => getComputedStyle(each));
    const gaps = paragraphs.map((style) => px(style.marginBottom) / (px(style.lineHeight) - px(style.fontSize)));
    const isFloating = (element: Element) => ['fixed', 'sticky'].includes(getComputedStyle(element).position);
    return {
      smallestFontPx: Math.min(...shown.map((style) => px(style.fontSize))),
      tightestLine: Math.min(...shown.map((style) => px(style.lineHeight) / px(style.fontSize))),
      paragraphGap: Math.min(2, ...gaps),
      smallTargets: targets.filter(({ box }) => box.width < 60 || box.height < 60).map(({ name }) => name),
      floating: [...document.querySelectorAll('*')].filter(isFloating).map(({ tagName }) => tagName),
      overflowPx: document.documentElement.scrollWidth - window.innerWidth,
    };
  });
}
