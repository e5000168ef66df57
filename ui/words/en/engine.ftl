# Words of the engine: problems, findings, notices, tray. The window's own words are in window.ftl.

problem-gateway-address = This gateway address cannot be used
    .advice = Enter an address that starts with https://, without a user name or query. Plain http:// is accepted only for this computer.
problem-wrong-password = User name or password is wrong
    .advice = Check both and try again. Nothing was changed.
problem-wrong-two-factor-code = The code is wrong or too old
    .advice = Enter the six digits that your authenticator app shows now.
problem-account-refused = This account cannot sign in yet
    .advice = It is in review or blocked. Write to the gateway's support.
problem-not-signed-in = You are not signed in
    .advice = Sign in first: in the window, or with `purser sign-in`.
problem-token-rejected = The gateway no longer accepts this sign-in
    .advice = Sign in again. The key was replaced or revoked.
problem-unreachable = { $host } cannot be reached
    .advice = Check the internet connection and the gateway address. Purser tries again by itself.
problem-timed-out = { $host } took too long to answer
    .advice = The connection or the gateway is slow. Purser tries again by itself.
problem-rate-limited = The gateway asks to wait
    .advice = { $seconds ->
        [0] Too many requests were made. Try again in a moment.
        [one] Too many requests were made. Try again in 1 second.
       *[other] Too many requests were made. Try again in { $seconds } seconds.
    }
problem-gateway-failed = The gateway has a fault (status { $status })
    .advice = Purser tries again by itself. What you see is the last that was known.
problem-answer-unreadable = The gateway's answer cannot be read
    .advice = { $field ->
        [none] The answer to { $route } is not what it should be. If this stays, check the gateway address or update Purser.
       *[other] The answer to { $route } has no usable “{ $field }”. If this stays, check the gateway address or update Purser.
    }
problem-gateway-refused = The gateway refused this
    .advice = { $message ->
        [none] It answered with status { $status }.
       *[other] It says: “{ $message }”
    }
problem-vault-missing = There is no safe place for your sign-in yet
    .advice = This computer has no keychain that is running. Start one (for example GNOME Keyring), or choose a passphrase for an encrypted file: in the window, or with PURSER_VAULT=file and PURSER_VAULT_PASSPHRASE_FILE.
problem-vault-locked = The place for your sign-in is locked
    .advice = Enter its passphrase. For programs without a window set PURSER_VAULT_PASSPHRASE_FILE.
problem-vault-failed = The keychain did not do what it was asked
    .advice = Unlock it or restart it, then try again.
problem-config-unreadable = { $file } has a syntax error
    .advice = Line { $line }, column { $column }: { $message }. Purser left the file as it is. Mend that line, then try again.
problem-config-not-writable = { $file } cannot be used
    .advice = { $reason }. Purser changed nothing. Check the owner and the rights of the file and its folder.
problem-config-changed = { $file } changed in the meantime
    .advice = Another program wrote to it, so nothing was written. Look at the new changes and apply them again.
problem-config-deferred = { $file } keeps being written by another program
    .advice = Three attempts met a newer file each time, so nothing was written. Close that program, or try again in a moment.
problem-config-overtaken = Another program wrote { $file } twice while it was changed
    .advice = The change was made, and what that program wrote last stays. What it wrote before that is kept in { $kept }: look whether anything of it is missing.
problem-answer-missing = { $title } needs an answer first
    .advice = { $what }. Nothing was changed. On the command line: --answer { $name }=…
problem-config-refused = { $file } cannot be set up as it is
    .advice = { $reason }. Purser changed nothing.
problem-facts-refused = The gateway's set-up data did not pass the checks
    .advice = { $reason }. Nothing was changed. Check the gateway address.
problem-plan-gone = This change is no longer up to date
    .advice = Look at the changes again, then apply them.
problem-nothing-to-undo = There is nothing to undo
    .advice = Purser has not changed this file.
problem-storage-failed = Purser cannot write its own files
    .advice = Check the free space and the rights of Purser's folders.
problem-sandbox-failed = The sandbox could not start
    .advice = Close other copies of Purser and try again, or run `purser sandbox`.
problem-tool-missing = This tool cannot be used yet
    .advice = Install it and set it up for this gateway first.
problem-host-refused = { $host } cannot be used over SSH
    .advice = { $reason }. Nothing was changed there.
problem-too-many-jobs = Too many jobs wait already
    .advice = Stop one of them first: end its `purser run`.
reason-budget = A budget is an amount above 0, like 2.50
problem-resident-gone = Purser's background program does not answer
    .advice = It is started again by itself. If this stays, close Purser and open it again.
problem-command-unknown = The parts of Purser do not fit together
    .advice = Quit Purser and open it again, so that every part is of the same version.

notice-low-balance = Low balance: { $balance }
    .body = Your Token Wallet is below its low mark. Top up so that work does not stop.
notice-mode-surge = Surge pricing now
notice-mode-standard = Standard pricing now
notice-mode-reduced = Reduced pricing now
notice-mode-body = { $input } in · { $output } out, per million tokens
notice-drift = { $tool } is no longer set up as you left it
notice-drift-body = { $host ->
        [none] Another program changed { $file }. Look at it and repair it, or leave it.
       *[other] Another program changed { $file } on { $host }. Look at it and repair it, or leave it.
    }
notice-digest = { $count ->
        [one] 1 piece of news
       *[other] { $count } pieces of news
    }
notice-digest-quiet = { $count ->
        [one] While it was quiet: 1 piece of news
       *[other] While it was quiet: { $count } pieces of news
    }
notice-digest-more = and { $count } more

mode-surge = Surge
mode-standard = Standard
mode-reduced = Reduced

tray-balance = Token Wallet: { $balance }
tray-balance-low = Token Wallet: { $balance } (low)
tray-balance-stale = Token Wallet: { $balance } (last known)
tray-balance-unknown = Token Wallet: not read yet
tray-mode = Pricing: { $mode }
tray-jobs =
    { $count ->
        [one] { $count } job waits for { $mode }
       *[other] { $count } jobs wait for { $mode }
    }{ $left ->
        [none] {""}
       *[other] , { $left }
    }
tray-signed-out = Not signed in
tray-open = Open Purser
tray-refresh = Refresh
tray-set-up = Set up { $tool }
tray-repair = Repair { $tool }
tray-quit = Quit

reason-cannot-read = It cannot be read ({ $cause })
reason-cannot-write = It cannot be written ({ $cause })
reason-read-only = It is marked read-only
reason-not-a-file = It is not a file
reason-link-loop = It is a symlink that leads in a circle
reason-link-nowhere = It is a symlink into a folder that does not exist
reason-not-utf8 = It is not UTF-8 text
reason-shape = The key “{ $key }” has a shape that Purser's value does not fit into
reason-command-path = The path of the purser program cannot stand in this file
reason-outside = The edit would have changed more than Purser's own keys
reason-provider-id = The provider id is not allowed
reason-provider-name = The provider name is not allowed
reason-wire-api = Codex does not speak the offered wire API
reason-base-url = The base URL is not a plain address that ends in /v1
reason-base-url-scheme = The base URL does not start with https
reason-base-url-host = The base URL is not on the gateway's own domain
reason-model = The model or its reasoning effort is not allowed

finding-mode-tightened = The file will be readable by you alone (it was { $mode }).
finding-token-in-plaintext = Your token will stand in this file. Whoever reads the file, a backup or a dotfiles repository can use your wallet. The command is safer.
finding-legacy-profile = The top-level key “profile = { $name }” stops newer Codex versions from starting. Remove it, and start Codex with --profile { $name } instead.
finding-untrusted-approval = “approval_policy = untrusted” stops newer Codex versions from starting. Remove it or choose on-request.
finding-chat-provider = The provider “{ $id }” uses wire_api = "chat", which stops Codex from starting. Change it to "responses" or remove that provider.
finding-reserved-provider = The provider id “{ $id }” is Codex's own and stops it from starting. Rename that provider.
finding-foreign-provider = Codex used “{ $id }” until now. Older chats stay, and are listed under that provider. Undo brings it back.
finding-bom-kept = The file begins with a byte order mark. It stays.
finding-crlf-kept = The file has Windows line endings. They stay.
finding-symlink = The file is a symlink. The link stays; { $target } is written.
finding-undo-key-by-key = Other programs wrote to the file since. Only Purser's keys are taken back, all else stays as it is now.
finding-key-stays = “{ $key }” was changed since and stays as it is.

doctor-vault-keychain = Your sign-in is kept in the system's keychain.
doctor-vault-file = Your sign-in is kept in an encrypted file.
doctor-signed-in = You are signed in to { $host }.
doctor-gateway = The gateway answers. The Token Wallet holds { $balance }.
doctor-gateway-unknown = The gateway was not asked yet.
doctor-install = { $tool } { $version } is installed at { $path }.
doctor-no-codex = Codex CLI was not found. Install it with `npm install -g @openai/codex`.
doctor-no-claudeCode = Claude Code was not found. Install it with `npm install -g @anthropic-ai/claude-code`.
doctor-config = { $tool } sends its requests to { $host }.
doctor-config-not-set-up = { $tool } is not set up for this gateway. Run `purser setup { $command } apply`.
doctor-config-drifted = Another program changed what Purser had set up in { $tool }: { $keys }. Run `purser setup { $command } repair`.
doctor-models = { $count ->
    [one] { $tool }'s address at the gateway answers: one model. This cost nothing.
   *[other] { $tool }'s address at the gateway answers: { $count } models. This cost nothing.
}
doctor-models-failed = { $tool }'s address at the gateway does not answer: { $why }.
doctor-stale = { $name } { $pid } runs since before the last change of its config. Quit it and start it again.
doctor-turn = { $tool } led a real turn. It answered: “{ $answer }”
doctor-turn-failed = { $tool } ended without an answer. Run it in a terminal to see what it says.

value-authentication = authentication
value-secret = a secret in plain text (not shown)
value-command = what a program prints
value-variable = the variable { $name }
value-variable-unset = the variable { $name }, which is not set
value-login = your sign-in with the tool's maker
value-unset = not set

layer-managed = { $file } (your organization's)
layer-project-local = { $file } (this project, for you alone)
layer-project = { $file } (this project)
layer-profile = { $file } (profile)
layer-user = { $file }
layer-system = { $file } (this computer's)
layer-shell-file = { $file }, line { $line }
layer-login-shell = your login shell
layer-environment = the environment of this program
layer-built-in = the tool itself

trap-provider-without-auth = The provider “{ $provider }” says nothing of authentication, so Codex may send your OpenAI key to it. Give it an env_key or an auth command.
trap-openai-login-required = The provider “{ $provider }” has requires_openai_auth = true: it is sent your OpenAI sign-in. Remove that key.
trap-provider-undefined = The provider “{ $provider }” is chosen but not defined, so Codex does not start. Define it, or remove model_provider.
trap-credential-sent-elsewhere = The provider “{ $provider }” would be sent your OpenAI credential out of { $from }. Give it an env_key or an auth command.
trap-legacy-profile = { $file } has the profile “{ $profile }” in the old form, so Codex does not start with it. Move it into a file of its own.
trap-in-environment = The variable { $name } holds a key that every program in your terminal gets, and every command that a model runs there. Unset it where it is set.
trap-key-variable = { $set ->
    [yes] The variable { $name } is set in your shell and would be sent to Claude Code's other address. Set it up again, or unset it.
   *[no] The variable { $name } would be sent to Claude Code's other address, if it were set. Set it up again to keep it blank.
}
trap-login-sent-elsewhere = Claude Code goes to another address without a key for it: it is sent your claude.ai sign-in. Set it up again, or remove the address.
trap-readable-by-others = { $file } holds a token and can be read by other users of this computer (mode { $mode }). Run `chmod 600` on it.
trap-in-work-tree = { $file } holds a token and stands in the git repository { $tree }. Take the token out before anything is published.
trap-in-shell-snapshot = Codex saved the variable { $name } with its value in { $file }. Delete that file, and replace the key.
trap-unusable = { $line ->
    [none] { $file } cannot be read. Check its owner and rights.
   *[other] { $file } has a mistake in line { $line }, so the tool does not use it. Mend that line.
}
trap-requirements = { $file }: your organization limits what Codex may do.

reason-codex-refuses = Codex would no longer start with it ({ $message })
reason-token-not-kept = The token that stood there before is not kept anywhere. Set up again to write a fresh one
finding-threads-need-provider = Older chats that went through “{ $id }” can no longer be continued afterwards. Turning off keeps them.

finding-foreign-helper = Another apiKeyHelper is replaced. Undo brings it back.
finding-foreign-token = “{ $key }” held a token of another gateway. It is replaced; undo brings it back.
finding-foreign-base-url = Claude Code sent its requests to another gateway until now. Undo brings that back.
finding-overridden = { $file } wins over this file for: { $keys }. Remove those keys there.
finding-name-taken = You already have a server named “{ $name }”. It is not touched.
finding-disabled-until = “{ $id }” stays disabled until these variables exist: { $variables }.
finding-left-out-until = “{ $id }” is left out until these exist: { $missing }.

reason-ssh-not-a-host = Write it as user@host or user@host:port
reason-ssh-no-client = The OpenSSH client (ssh) is not installed on this computer
reason-ssh-unknown-key = Its key is not known yet: connect once in a terminal with `ssh`, look at the key, and accept it
reason-ssh-key-changed = It shows another key than the one that is known. It was set up anew, or it is another computer. Check it in a terminal with `ssh`
reason-ssh-login = It does not accept your key. Purser cannot type passwords: load your key into the SSH agent, or add it to that computer
reason-ssh-unreachable = There is no way to it ({ $message })
reason-ssh-no-answer = It does not answer in time
reason-ssh-lost = The connection was lost on the way
reason-ssh-unsuitable = It cannot be set up from here ({ $message }). Debian and Ubuntu can
reason-ssh-refused = ssh says: { $message }
reason-ssh-odd-path = A path there cannot be written down
reason-ssh-odd-token = The token is not one line of plain characters
reason-time = A time looks like 22:00
reason-same-time = Quiet hours end at another time than they begin
finding-token-in-file = Your token will be kept over there in { $file }, readable for you alone. The administrator of that computer can read it too. Undo removes it.
finding-requirements = { $file }: your organization limits what Codex may do.
finding-start-again = { $name } { $pids } is running and has read the config already. Start it again afterwards.
finding-another-switcher = { $name } { $pids } is running and writes this file too. Quit it first, or it may undo this change.

problem-releases-unknown = This build knows no releases
    .advice = It was built without a release address. Whoever built it updates it.
problem-update-unavailable = { $host } has no release to show
    .advice = It answered with status { $status }. Try again later. Nothing was changed.
problem-update-not-signed = The release is not signed by Purser's makers
    .advice = Somebody between here and the release address may have changed it. Nothing was changed. Try another network; if it stays, tell us.
problem-update-truncated = The release did not arrive whole
    .advice = The connection broke off. Nothing was changed. Try again.
problem-update-unreadable = The release cannot be read by this version
    .advice = It is signed, but made for another Purser. Fetch the newest by hand. Nothing was changed.
problem-update-rolled-back = The release address offers an older Purser
    .advice = It names { $version } after something newer was known. An old description may have been put in the way of the new one. Nothing was changed.
problem-update-expired = The release's description is stale
    .advice = It was good until { $expires }. Newer ones may be held back, or this computer's clock is ahead. Nothing was changed.
problem-update-too-large = The release is larger than it may be
    .advice = Not more than was announced is ever kept. Nothing was changed.
problem-update-differs = The update is not the file that was signed
    .advice = It was thrown away. Nothing was changed. Try another network; if it stays, tell us.
problem-update-not-for-this = { $version } is not made for this computer
    .advice = The release has no file for this kind of computer or installation. Nothing was changed.
problem-update-not-installed = The update was not installed
    .advice = { $reason }. Purser stays as it is.
reason-update-gone = Another version is offered by now; look at it first
reason-update-not-ours = It comes by your package manager or your own build
reason-update-disk = The file or its folder cannot be written ({ $cause })
notice-update = Purser { $version } is there
    .body = Open Settings to see what is new and how it comes onto this computer.

problem-diagnostics-changed = Another report is shown by now
    .advice = Only what you have seen is saved or sent. Look at the report again. Nothing was sent.
problem-link-refused = This link was not followed
    .advice = { $reason }. Nothing was changed.
reason-link-not-ours = It does not lead to Purser
reason-link-unknown = It asks for something that no link may ask for
reason-link-not-awaited = Purser does not wait for this sign-in, or it came back already. Start the sign-in again in Purser
reason-link-too-late = The browser took longer than 10 minutes. Start the sign-in again in Purser
reason-link-no-window = There is no window here

problem-autostart-refused = The autostart entry was left as it is
    .advice = { $reason }.
reason-autostart-unavailable = This Purser cannot be started at log-in here. One that was installed with a package can
reason-autostart-foreign = { $file } was written or changed by someone else. Look at it, and remove it if you do not need it
reason-autostart-no-program = There is no program at { $file } that the session could start
reason-autostart-not-kept = It was written, and reads otherwise. Another program may write it too
reason-autostart-disk = It cannot be read or written ({ $cause })
