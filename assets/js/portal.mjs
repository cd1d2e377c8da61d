import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend";

import { watchScrolling } from "./scroll.mjs";
import { warnBeforeLeaving } from "./unsaved.mjs";

const COMPONENTS = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
];

function start(scope) {
  for (const component of COMPONENTS) {
    createAll(component, undefined, { scope, onError: report });
  }
}

// A fragment may keep elements that are running already; only other failures are worth a line in the console.
function report(error) {
  if (error.name !== "InitError") console.error(error);
}

start(document);
document.querySelectorAll("form[data-unsaved-warning]").forEach(warnBeforeLeaving);
document.querySelectorAll(".app-scroll, .paper-table, .paper-chart").forEach(watchScrolling);
document.addEventListener("htmx:after:process", (event) => {
  if (event.target !== document.body) start(event.target);
});
