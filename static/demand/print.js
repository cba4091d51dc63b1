// The button that prints; without it the browser's own menu does.
document.querySelector('[data-print]').addEventListener('click', () => print());
