# What the window says. The engine's own words are in engine.ftl.
# Names that never vary: Token Wallet, Cash Wallet, pricing mode, set up, turn off, undo, chats, MCP server, skill.

## Window and rail
rail = Purser
home = Home
set-up = Set-up
doctor = Doctor
inbox = Inbox
settings = Settings
reconnecting = Reconnecting…
closing-title = Closing this window quits Purser
closing-what = This desktop shows no tray icons, so Purser could not be found once its window is closed. While it is not running it watches no balance, brings no messages and can ask you about no payment.
closing-understood = Understood
sandbox-name = Sandbox
sandbox-banner = A demo on this computer. Nothing here costs money.
unread-count = { $count } unread
not-read-yet = Not read yet
cancel = Cancel
close = Close
send-token-again = Send the token again
retry = Retry
undo = Undo
no-answer = Purser does not answer
no-answer-advice = Wait a moment and try again. If it stays like this, close the window and open it again.

## Signing in
sign-in-title = Sign in to your gateway
sign-in-what = Your balance, prices and messages, always at hand.
sign-in = Sign in
signing-in = Signing in…
sign-in-with-google = Sign in with Google
browser-wait-title = Go on in your browser
browser-wait-what = Sign in to { $host } on the page that was opened. Your browser then leads back to Purser.
browser-open-again = Open the page again
login = User name or e-mail
password = Password
gateway = Gateway
gateway-address = Gateway address
gateway-hint = Only https addresses are used.
try-sandbox = Try the sandbox
starting-sandbox = Starting the sandbox…
try-sandbox-what = No account? The sandbox is a demo gateway that runs on this computer.
two-factor-title = One more step
two-factor-what = Enter the code from the authenticator app of { $login } for { $host }.
two-factor-code = Six-digit code
two-factor-confirm = Confirm

## Vault
vault-create-title = Choose a passphrase
vault-create-why = This computer has no keychain that Purser can use. Purser keeps your sign-in in a file instead, encrypted with a passphrase of yours.
vault-unlock-title = Unlock your sign-in
vault-unlock-why = Your sign-in is kept in an encrypted file on this computer. Enter its passphrase to go on.
passphrase = Passphrase
passphrase-again = Passphrase again
passphrase-hint = It cannot be recovered. If you forget it, sign in again.
passphrase-differs = The two are not the same yet.
vault-create = Create encrypted file
vault-unlock = Unlock

## Home
token-wallet = Token Wallet
cash-wallet = Cash Wallet
balance-spoken = Token Wallet: { $balance }
refresh = Refresh
refreshing = Refreshing…
age-now = just now
age-seconds = { $count } s ago
age-minutes = { $count } min ago
age-hours = { $count } h ago
age-days =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
forecast = At this pace it lasts until about { $when }
forecast-if = At this pace it lasts until about { $when }, if { $mode } pricing stays
low-title = Your balance is low
low-advice = Top up on your gateway’s website before requests stop.
pricing-mode = Pricing mode
mode-surge = Surge
mode-standard = Standard
mode-reduced = Reduced
mode-ends-in = { $time } left
mode-ends-now = any moment
jobs = Jobs
job-waits = { $label } waits for { $mode } pricing
job-runs = { $label } runs
job-spends = { $label } runs: { $spent } of { $budget } spent
job-spent = { $label } is being ended: its budget is spent
job-unmetered = { $label } is being ended: what it spends cannot be read
rate-input = Input per million tokens
rate-output = Output per million tokens
rate-normal = normally { $rate }
unlimited-until = until { $date }
unlimited-5h = 5-hour window
unlimited-24h = 24-hour window
percent-used = { $percent } % used
next-set-up = Use this balance in { $tool }
next-set-up-what = Point { $tool } at { $host }. You see the exact change first.
next-repair = { $tool } needs a repair
next-repair-what = Some of the settings that Purser wrote have changed.
open-set-up = Open Set-up

## Set-up
set-up-sections = Parts of Set-up
programs = Programs
servers = MCP servers
skills = Skills
set-up-what = Let your tools use { $host }. Purser shows every change before it writes, and can take it back.
tool-unknown = Not read yet
tool-not-set-up = Not set up
tool-set-up = Set up
tool-drifted = Needs repair
tool-servers-only = MCP servers only
tool-unreadable = Cannot be read
tool-uses = { $tool } uses { $host }.
tool-drifted-what =
    { $count ->
        [one] This key was changed or removed since Purser wrote it:
       *[other] These keys were changed or removed since Purser wrote them:
    }
file-last-written = { $name } was last written on { $moment }.
tool-servers-count =
    { $count ->
        [0] { $tool } gets MCP servers only. It has none of Purser’s yet.
        [one] { $tool } gets MCP servers only. It has { $count } of Purser’s.
       *[other] { $tool } gets MCP servers only. It has { $count } of Purser’s.
    }
choose-servers = Choose MCP servers
installs = Installed
more-installs =
    { $count ->
        [one] { $count } more install
       *[other] { $count } more installs
    }
on-path = used by your terminal
on-path-there = used by its shell
version-unknown = Version unknown
no-tool-title = { $tool } is not installed
no-tool-there = { $tool } is not installed on { $host }
no-tool-advice = Install it, then look again. You can also set it up first. In a terminal:
not-found-here = Not found on this computer
look-again = Look again
plan-again = Look at the change again
looking = Looking…
config-file = Config file
set-up-tool = Set up { $tool }
set-up-again = Set up again
repair = Repair
repairing = Repairing…
show-change = Show the change
turn-off = Turn off
turn-off-what = Turn off lets Codex use again what it used before, and keeps the provider: older chats can still go on, with `codex resume -c model_provider=codexapi`.
undo-what = Undo gives back the file as it was before Purser.
advanced = Advanced
token-delivery = How Codex gets your token
token-command = Codex asks for it when needed (recommended)
token-command-what = Codex runs a small command to get the token. No config file holds it.
token-plaintext = Write it into the config file
token-plaintext-what = Codex then works without that command.
token-plaintext-warning = The token will be readable
token-plaintext-advice = Anyone and any program that can read this file can spend your balance. Undo removes the token from it.
remove = Remove everything
remove-what = Takes every key of Purser’s out of Codex, the provider too.
chats-unreachable =
    { $total ->
        [one] { $unreachable } of { $total } chat becomes unreachable.
       *[other] { $unreachable } of { $total } chats become unreachable.
    }
chats-lost-uncounted = Older chats that need this provider would no longer open.
written-title = { $tool } now uses { $host }
repaired-title = { $tool } uses { $host } again
undone-title = Purser’s change is undone
turned-off-title = { $tool } is turned off
removed-title = Purser’s keys are removed from { $tool }
start-again-advice = If { $tool } is already running, start it again to pick this up.

## Other computers
other-computer = Another computer (SSH)
other-computer-address = Address
other-computer-what = Set up Codex on a Debian or Ubuntu computer that you reach with ssh. Other programs are set up only on this computer.
other-computer-hint = user@host or user@host:port. Purser uses your own ssh, with its keys and config; it cannot type passwords.
other-computer-found = Codex on { $host } is shown above.
host-name = On { $host }
on-host = on { $host }
look = Look
forget-host = Forget this computer

## MCP servers and skills
servers-what = Tools that your programs can use while they work. Each is added by itself, and only after you saw the change.
servers-version = Version { $version } of this list.
skills-what = Instructions that your programs read when a task calls for them. Each is one file in the program’s own skill folder.
find-server = Find a server
find-nothing = No server matches “{ $wanted }”.
variables = Variables that it needs
variable-exists = set
variable-missing = missing
no-program = None of your programs can use it.
add = Add
add-to = Add { $title } to { $tool }
enable = Enable
enable-in = Enable { $title } in { $tool }
remove-entry = Remove
remove-from = Remove { $title } from { $tool }
entry-added = Added
entry-disabled = Disabled
entry-changed = Changed since
entry-changed-what = Someone changed it since Purser added it. It is left alone.
entry-taken = Name in use
entry-taken-what = You have something else of this name. It is left alone.
entry-added-title = { $title } is added to { $tool }
entry-disabled-title = { $title } is added to { $tool }, disabled
entry-disabled-advice = Set the missing variables in your shell, then come back and enable it.
entry-removed-title = { $title } is removed from { $tool }

## Plan and diff
plan-set-up = What will change
plan-undo = What undo will change
plan-turn-off = What turning off will change
plan-remove = What removing will change
plan-empty = There is nothing to change.
plan-no-change = There is nothing to change in { $name }: it is already as it should be.
plan-creates = { $name } does not exist yet and will be created.
plan-deletes = { $name } will be deleted. It is still exactly as Purser wrote it.
plan-edits = Only these lines of { $name } change. Everything else stays as you wrote it.
undo-exact = { $name } becomes, byte for byte, what it was before Purser’s change.
undo-empties = All of { $name } goes: nothing stood in it before Purser’s change.
undo-by-key = Only Purser’s own keys in { $name } are taken back.
turn-off-effect = Codex uses again what it used before. The provider stays in { $name }.
remove-effect = Every key of Purser’s goes out of { $name }, the provider too. Everything else stays as you wrote it.
write-file = Write { $name }
delete-file = Delete { $name }
restore-file = Restore { $name }
turn-off-in-file = Turn off in { $name }
remove-from-file = Remove from { $name }
write-files =
    { $count ->
        [one] Write { $count } file
       *[other] Write { $count } files
    }
restore-files =
    { $count ->
        [one] Restore { $count } file
       *[other] Restore { $count } files
    }
writing = Writing…
diff-of = Change to { $file }
lines-added = +{ $count }
lines-removed = −{ $count }
lines-left-out = lines left out
old-line = Old line
new-line = New line
line-change = Change
line-text = Text
finding-note = Note
finding-warning = Warning

## History
history = History
history-what = What Purser did to the files of other programs, newest first.
history-empty = Purser has not changed any file yet. What it writes is listed here, and can be undone step by step.
step-set-up = Set up { $tool }
step-undo = Undone in { $tool }
step-turn-off = Turned off { $tool }
step-remove = Removed from { $tool }
step-servers = Changed MCP servers of { $tool }
step-skills = Changed skills of { $tool }
step-keys =
    { $count ->
        [one] { $count } key
       *[other] { $count } keys
    }
undo-step = Undo this step
undo-everything = Undo everything Purser did
undo-everything-what = Each file on this computer becomes what it was before Purser. What others wrote since stays.
undone-files-title =
    { $count ->
        [one] { $count } file is as it was before
       *[other] { $count } files are as they were before
    }
undone-files-advice = Tools that are already running pick it up when you start them again.

## Doctor
doctor-what = What your tools really use, and why. Looking changes nothing.
doctor-first = Looking for the first time…
doctor-none = Nothing was checked yet
doctor-none-what = Purser looks at its own parts, at the gateway, and at every layer that your tools read.
check-again = Check again
checking = Checking…
checks = Checks
checks-all-fine = Everything is in order.
checks-some-warn =
    { $count ->
        [one] { $count } thing is worth a look.
       *[other] { $count } things are worth a look.
    }
checks-some-failed =
    { $count ->
        [one] { $count } check failed.
       *[other] { $count } checks failed.
    }
check-fine = Fine
check-warning = Warning
check-failed = Failed
turns = One real turn
turns-what = The proof from end to end: the tool itself asks the gateway one short question. Your Token Wallet pays for it.
try-turn = Try one real turn
try-turn-for = Try one real turn for about { $estimate }
turn-under-way = Waiting for the answer…
turn-price-unknown = What it costs is not known now, because the prices were not read.
turn-cost = It cost { $cost }.
turn-cost-unknown = What it cost is not known, because the balance could not be read.
effective = Values in force
effective-what = What decides where requests go, and the layer that each value comes from.
effective-setting = Setting
effective-value = Value
effective-layer = Comes from
effective-beats = beats { $layers }
list-comma = { ", " }

## Inbox
inbox-unread =
    { $count ->
        [0] Everything is read.
        [one] { $count } unread message
       *[other] { $count } unread messages
    }
inbox-empty = No messages yet
inbox-empty-what = What { $host } writes to you appears here. You need not do anything.
unread = Unread
open-host = Open { $host }

## Settings
appearance = Appearance
language = Language
theme = Theme
theme-system = System
theme-light = Light
theme-dark = Dark
notifications = Notifications
notifications-what = Shown by your desktop, each once. A click opens the right screen here.
notice-kinds = Tell me about
notice-message = New messages
notice-low-balance = A low balance
notice-pricing-mode = A new pricing mode
notice-payment-asked = Payments that wait for my word
notice-payment-asked-hint = Shown in quiet hours too: a question ends, and a program waits for its answer.
notice-payment-settled = Payments that were made after I was asked, or after doubt
notice-payment-unknown = Payments in doubt
notice-drift = Configs that another program changed
notice-update = A new version of Purser
quiet-hours = Quiet hours
quiet-hours-what = What comes in these hours is told together when they end.
quiet-from = From
quiet-until = Until
save-quiet-hours = Keep quiet
change-quiet-hours = Save the hours
end-quiet-hours = No quiet hours
quiet-now-set = Quiet from { $from } until { $until }
about = This Purser
account = Account
secrets = Secrets
vault-keychain = In this computer’s keychain
vault-file = In an encrypted file
vault-locked = In an encrypted file, locked
vault-missing = Nowhere yet
version = Version
sign-out = Sign out
sign-out-of = Sign out of { $host }
leave-sandbox = Leave the sandbox
sign-out-what = Purser forgets your token and what it read with it. Your tools cannot get the token from Purser any more; their config files stay as they are.

## Updates
updates = Updates
update-unknown = Purser has not looked for a newer version yet.
update-current = This is the newest version. Looked { $when }.
update-available = Purser { $version } is there.
update-fetched = Purser { $version } was fetched and is what its makers signed.
update-installed = Purser { $version } is installed. Quit Purser and open it again to use it.
update-check = Check now
update-working = Working…
update-install = Install Purser { $version }
update-command-what = Purser came as a package of your system. Update it in a terminal:
update-copy = Copy the command
update-by-hand = This Purser was built or unpacked by hand. Bring the new one here the same way.
update-page = Open { $host }
update-finish = Restart into Purser { $version }
update-not-finished = The update was not installed
update-not-finished-advice = Nothing was changed. Check again, then install it once more.

diagnostics = Diagnostics
diagnostics-what = A report about Purser itself, for its makers. It holds no secret, no balance and no file of yours. You see all of it before it is sent.
diagnostics-note = What went wrong (optional)
diagnostics-note-hint = It becomes a part of the report.
diagnostics-show = Show the report
diagnostics-show-again = Show it anew
diagnostics-shown = This is all that is sent, word for word.
diagnostics-text = The report
diagnostics-save = Save as a file
diagnostics-saved = Saved as { $file }.
diagnostics-send = Send to { $host }
diagnostics-sent = Sent to { $host }.
diagnostics-sign-in = Sign in to send it. You can save it without.
diagnostics-put-away = Put away
diagnostics-working = Working…
launch = Start
launch-at-login = Launch at log-in
launch-hint = Purser then waits in the tray, without a window.
launch-broken = Purser will not start at log-in
launch-broken-what = The entry leads to a program that is no longer there.
launch-mend = Write the entry anew
launch-foreign = Someone else wrote the autostart entry
launch-foreign-what = An entry of Purser’s name stands there that Purser did not write, or that was changed since. Purser leaves it alone.
