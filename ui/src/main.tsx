/** Starts the window. */
import { render } from "preact";

import { App } from "./app";
import { backend } from "./backend";
import "./tokens.css";
import "./base.css";
import "./shell.css";
import "./parts.css";
import "./set-up.css";
import "./pack.css";
import "./doctor.css";
import "./screens.css";
import "./payments.css";
import "./paid-apis.css";

const root = document.getElementById("app");
if (root) render(<App backend={backend} />, root);
