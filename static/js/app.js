// Enhancement only: every page works without this. Each part finds its own elements by a data attribute.
import { keepDrafts } from "./guard.js";
import { shortcuts } from "./shortcuts.js";
import { fitTables } from "./tables.js";
import { theme } from "./theme.js";
import { dialogs } from "./dialogs.js";
import { autosubmit, counters, focusMessages, menus, signRequests } from "./forms.js";

theme();
shortcuts();
dialogs();
menus();
signRequests();
autosubmit();
fitTables();
keepDrafts();

// Parts that htmx may bring in later are set up again after each swap.
function setUp(root) {
  counters(root);
  focusMessages(root);
}

setUp(document);
document.addEventListener("htmx:after:swap", () => setUp(document));
