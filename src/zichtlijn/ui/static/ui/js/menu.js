/* A menu (details[data-menu]) closes on Escape, on a click elsewhere and when the focus leaves it. In a panel that stands
   open (the top bar on a phone) it stays until the panel closes: closing would move what is being pressed. On a phone it
   opens under its own button, from the side at which there is room. */
(() => {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  const isLeft = (menu, target) => !(menu.closest(":popover-open") ?? menu).contains(target);

  const place = (menu) => {
    const panel = menu.querySelector(".panel");
    if (!menu.open || !panel || !menu.closest(".head .actions")) return;
    const { left, right } = menu.getBoundingClientRect();
    menu.classList.toggle("from-left", left + panel.offsetWidth <= innerWidth);
    menu.classList.toggle("from-right", left + panel.offsetWidth > innerWidth && right >= panel.offsetWidth);
  };

  document.addEventListener("toggle", (event) => { if (event.target.matches("details[data-menu]")) place(event.target); }, true);
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (isLeft(menu, event.target)) menu.open = false;
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (isLeft(menu, event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
})();
