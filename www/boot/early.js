// Before the first paint: the saved theme, and a sentence for whoever can't go on.
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("keyhole-theme");
    if (theme === "light" || theme === "dark") {
      document.documentElement.setAttribute("data-theme", theme);
    }
  } catch (_) {
    // A sandboxed frame has no storage: the system's theme then.
  }
  if (!("noModule" in document.createElement("script"))) {
    // Too old for modules, so boot.js won't run at all.
    addEventListener("DOMContentLoaded", function () {
      var message = document.getElementById("boot-message");
      message.textContent = message.getAttribute("data-refused");
      document.documentElement.setAttribute("data-boot", "failed");
    });
  }
})();
