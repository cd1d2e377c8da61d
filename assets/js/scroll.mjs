// A region that a table scrolls in is a stop for the keyboard only while there is something to scroll.
const ROUNDING = 1;

export function watchScrolling(region) {
  const settle = () => {
    if (region.scrollWidth > region.clientWidth + ROUNDING) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  };
  new ResizeObserver(settle).observe(region);
}
