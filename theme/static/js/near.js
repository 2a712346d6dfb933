// Begin when one of some elements comes near the window: what is far below costs a reader nothing before.
function startWhenNear(elements, start) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    start();
  }, { rootMargin: "100%" });
  for (const element of elements) observer.observe(element);
}
