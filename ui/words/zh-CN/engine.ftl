# 引擎的文字：问题、提示、通知、托盘。窗口自己的文字在 window.ftl。

problem-gateway-address = 无法使用这个网关地址
    .advice = 请输入以 https:// 开头的地址，不要带用户名或查询参数。只有本机地址才可以用 http://。
problem-wrong-password = 用户名或密码不正确
    .advice = 请检查后重试。没有任何改动。
problem-wrong-two-factor-code = 验证码不正确或已过期
    .advice = 请输入验证器应用当前显示的六位数字。
problem-account-refused = 这个账户暂时无法登录
    .advice = 账户正在审核或已被停用。请联系网关的客服。
problem-not-signed-in = 你还没有登录
    .advice = 请先登录：在窗口中登录，或运行 `purser sign-in`。
problem-token-rejected = 网关不再接受这次登录
    .advice = 请重新登录。密钥已被更换或撤销。
problem-unreachable = 无法连接 { $host }
    .advice = 请检查网络连接和网关地址。Purser 会自动重试。
problem-timed-out = { $host } 响应太慢
    .advice = 网络或网关较慢。Purser 会自动重试。
problem-rate-limited = 网关要求稍候
    .advice = { $seconds ->
        [0] 请求过于频繁，请稍后再试。
       *[other] 请求过于频繁，请在 { $seconds } 秒后再试。
    }
problem-gateway-failed = 网关出现故障（状态 { $status }）
    .advice = Purser 会自动重试。你看到的是最后一次已知的数据。
problem-answer-unreadable = 无法读取网关的回答
    .advice = { $field ->
        [none] { $route } 的回答不符合约定。如果一直如此，请检查网关地址或更新 Purser。
       *[other] { $route } 的回答缺少可用的“{ $field }”。如果一直如此，请检查网关地址或更新 Purser。
    }
problem-gateway-refused = 网关拒绝了这个请求
    .advice = { $message ->
        [none] 它返回了状态 { $status }。
       *[other] 它说：“{ $message }”
    }
problem-vault-missing = 还没有安全保存登录信息的地方
    .advice = 这台电脑上没有正在运行的钥匙串。请启动一个（例如 GNOME Keyring），或为加密文件设置一个口令：在窗口中设置，或使用 PURSER_VAULT=file 和 PURSER_VAULT_PASSPHRASE_FILE。
problem-vault-locked = 保存登录信息的地方已上锁
    .advice = 请输入它的口令。没有窗口的程序请设置 PURSER_VAULT_PASSPHRASE_FILE。
problem-vault-failed = 钥匙串没有完成请求
    .advice = 请解锁或重新启动它，然后重试。
problem-config-unreadable = { $file } 有语法错误
    .advice = 第 { $line } 行，第 { $column } 列：{ $message }。Purser 没有改动这个文件。请修正这一行后重试。
problem-config-not-writable = 无法使用 { $file }
    .advice = { $reason }。Purser 没有做任何改动。请检查文件及其文件夹的所有者和权限。
problem-config-changed = { $file } 在此期间被改动了
    .advice = 另一个程序写入了它，所以没有写入任何内容。请重新查看更改，然后再应用。
problem-config-deferred = 另一个程序一直在写 { $file }
    .advice = 三次尝试时文件都刚被改写，因此没有写入任何内容。请关闭那个程序，或稍后再试。
problem-config-overtaken = 更改期间，另一个程序写入了 { $file } 两次
    .advice = 更改已完成，那个程序最后写入的内容保留不动。它之前写入的内容保存在 { $kept }，请查看其中是否有缺失的部分。
problem-answer-missing = { $title } 需要先回答一个问题
    .advice = { $what }。没有改动任何内容。在命令行中：--answer { $name }=…
problem-config-refused = { $file } 目前无法配置
    .advice = { $reason }。Purser 没有做任何改动。
problem-facts-refused = 网关的配置数据没有通过检查
    .advice = { $reason }。没有任何改动。请检查网关地址。
problem-plan-gone = 这项更改已经不是最新的
    .advice = 请重新查看更改，然后再应用。
problem-nothing-to-undo = 没有可以撤销的更改
    .advice = Purser 没有改动过这个文件。
problem-storage-failed = Purser 无法写入自己的文件
    .advice = 请检查可用空间以及 Purser 文件夹的权限。
problem-sandbox-failed = 沙盒无法启动
    .advice = 请关闭其他 Purser 后重试，或运行 `purser sandbox`。
problem-tool-missing = 这个工具还不能使用
    .advice = 请先安装它，并为这个网关完成配置。
problem-host-refused = 无法通过 SSH 使用 { $host }
    .advice = { $reason }。没有改动那台电脑上的任何内容。
problem-too-many-jobs = 等待中的任务太多了
    .advice = 先结束其中一个：停止它的 `purser run`。
reason-budget = 预算是大于 0 的金额，例如 2.50
problem-resident-gone = Purser 的后台程序没有响应
    .advice = 它会自动重新启动。如果一直如此，请关闭 Purser 再重新打开。
problem-command-unknown = Purser 的各个部分版本不一致
    .advice = 请退出 Purser 再重新打开，让各部分使用同一版本。

notice-low-balance = 余额不足：{ $balance }
    .body = 你的 Token 钱包低于提醒线。请充值，以免工作中断。
notice-mode-surge = 现在是高峰价
notice-mode-standard = 现在是标准价
notice-mode-reduced = 现在是优惠价
notice-mode-body = 每百万 token：输入 { $input } · 输出 { $output }
notice-drift = { $tool } 的设置已与您当初的不同
notice-drift-body = { $host ->
        [none] 另一个程序更改了 { $file }。查看后可修复，也可保持不变。
       *[other] 另一个程序更改了 { $host } 上的 { $file }。查看后可修复，也可保持不变。
    }
notice-digest = { $count } 条新消息
notice-digest-quiet = 安静时段内有 { $count } 条新消息
notice-digest-more = 另有 { $count } 条

mode-surge = 高峰
mode-standard = 标准
mode-reduced = 优惠

tray-balance = Token 钱包：{ $balance }
tray-balance-low = Token 钱包：{ $balance }（余额不足）
tray-balance-stale = Token 钱包：{ $balance }（上次已知）
tray-balance-unknown = Token 钱包：尚未读取
tray-mode = 计价模式：{ $mode }
tray-jobs =
    { $count ->
       *[other] { $count } 个任务在等待{ $mode }价
    }{ $left ->
        [none] {""}
       *[other] ，{ $left }
    }
tray-signed-out = 未登录
tray-open = 打开 Purser
tray-refresh = 刷新
tray-set-up = 配置 { $tool }
tray-repair = 修复 { $tool }
tray-quit = 退出

reason-cannot-read = 无法读取（{ $cause }）
reason-cannot-write = 无法写入（{ $cause }）
reason-read-only = 它被标记为只读
reason-not-a-file = 它不是一个文件
reason-link-loop = 它是一个循环的符号链接
reason-link-nowhere = 它是指向不存在的文件夹的符号链接
reason-not-utf8 = 它不是 UTF-8 文本
reason-shape = 键“{ $key }”的结构放不下 Purser 的值
reason-command-path = purser 程序的路径无法写进这个文件
reason-outside = 这次修改会改动 Purser 自己的键以外的内容
reason-provider-id = 不允许使用这个提供方标识
reason-provider-name = 不允许使用这个提供方名称
reason-wire-api = Codex 不支持所提供的 wire API
reason-base-url = 基础地址不是以 /v1 结尾的普通地址
reason-base-url-scheme = 基础地址不是以 https 开头
reason-base-url-host = 基础地址不在网关自己的域名下
reason-model = 不允许使用这个模型或推理强度

finding-mode-tightened = 这个文件将只有你自己可以读取（原来是 { $mode }）。
finding-token-in-plaintext = 你的令牌会以明文写入这个文件。能读到该文件、备份或 dotfiles 仓库的人都可以使用你的钱包。使用命令更安全。
finding-legacy-profile = 顶层键“profile = { $name }”会让较新的 Codex 无法启动。请删除它，改用 --profile { $name } 启动 Codex。
finding-untrusted-approval = “approval_policy = untrusted”会让较新的 Codex 无法启动。请删除它，或改为 on-request。
finding-chat-provider = 提供方“{ $id }”使用 wire_api = "chat"，这会让 Codex 无法启动。请改为 "responses" 或删除该提供方。
finding-reserved-provider = 提供方标识“{ $id }”是 Codex 自己保留的，会让它无法启动。请给该提供方改名。
finding-foreign-provider = Codex 之前使用“{ $id }”。旧的对话仍然保留，列在那个提供方下。撤销即可恢复。
finding-bom-kept = 文件以字节顺序标记开头，会保留。
finding-crlf-kept = 文件使用 Windows 换行，会保留。
finding-symlink = 这个文件是符号链接。链接会保留，写入的是 { $target }。
finding-undo-key-by-key = 此后有其他程序写入过这个文件。只撤回 Purser 自己的键，其余保持现状。
finding-key-stays = “{ $key }”此后被改动过，保持现状。

doctor-vault-keychain = 登录信息保存在系统钥匙串中。
doctor-vault-file = 登录信息保存在加密文件中。
doctor-signed-in = 你已登录 { $host }。
doctor-gateway = 网关正常响应。Token 钱包余额为 { $balance }。
doctor-gateway-unknown = 还没有询问过网关。
doctor-install = 已安装 { $tool } { $version }，位于 { $path }。
doctor-no-codex = 没有找到 Codex CLI。请运行 `npm install -g @openai/codex` 安装。
doctor-no-claudeCode = 没有找到 Claude Code。请运行 `npm install -g @anthropic-ai/claude-code` 安装。
doctor-config = { $tool } 的请求发往 { $host }。
doctor-config-not-set-up = { $tool } 还没有为这个网关配置。请运行 `purser setup { $command } apply`。
doctor-config-drifted = 有其他程序改动了 Purser 在 { $tool } 中的配置：{ $keys }。请运行 `purser setup { $command } repair` 修复。
doctor-models = { $count ->
   *[other] { $tool } 在网关上的地址正常响应：{ $count } 个模型。这不产生费用。
}
doctor-models-failed = { $tool } 在网关上的地址没有响应：{ $why }。
doctor-stale = { $name } { $pid } 在配置上次改动之前就已运行。请退出后重新启动它。
doctor-turn = { $tool } 完成了一次真实对话，回答是：“{ $answer }”
doctor-turn-failed = { $tool } 没有回答就结束了。请在终端中运行它，查看它的提示。

value-authentication = 身份验证
value-secret = 明文密钥（不显示）
value-command = 由程序输出
value-variable = 变量 { $name }
value-variable-unset = 变量 { $name }（未设置）
value-login = 你在该工具厂商处的登录
value-unset = 未设置

layer-managed = { $file }（由组织管理）
layer-project-local = { $file }（本项目，仅你自己）
layer-project = { $file }（本项目）
layer-profile = { $file }（配置档）
layer-user = { $file }
layer-system = { $file }（本机）
layer-shell-file = { $file }，第 { $line } 行
layer-login-shell = 你的登录 shell
layer-environment = 本程序的环境
layer-built-in = 工具自身

trap-provider-without-auth = 提供方“{ $provider }”没有说明如何验证身份，Codex 可能把你的 OpenAI 密钥发给它。请为它设置 env_key 或 auth 命令。
trap-openai-login-required = 提供方“{ $provider }”设置了 requires_openai_auth = true：你的 OpenAI 登录会发给它。请删除这个键。
trap-provider-undefined = 选择了提供方“{ $provider }”，但没有定义它，Codex 无法启动。请定义它，或删除 model_provider。
trap-credential-sent-elsewhere = 提供方“{ $provider }”会收到 { $from } 中的 OpenAI 凭据。请为它设置 env_key 或 auth 命令。
trap-legacy-profile = { $file } 以旧形式包含配置“{ $profile }”，Codex 无法用它启动。请把它移到单独的文件中。
trap-in-environment = 变量 { $name } 中有密钥，终端里的每个程序以及模型运行的每条命令都能得到它。请在设置它的地方取消它。
trap-key-variable = { $set ->
    [yes] 你的 shell 设置了变量 { $name }，它会被发往 Claude Code 的另一个地址。请重新配置，或取消该变量。
   *[no] 如果设置了变量 { $name }，它会被发往 Claude Code 的另一个地址。请重新配置，让它保持为空。
}
trap-login-sent-elsewhere = Claude Code 使用另一个地址，却没有对应的密钥：你的 claude.ai 登录会发给它。请重新配置，或删除该地址。
trap-readable-by-others = { $file } 中有令牌，而本机其他用户可以读取（权限 { $mode }）。请对它运行 `chmod 600`。
trap-in-work-tree = { $file } 中有令牌，并且位于 git 仓库 { $tree } 内。请在发布任何内容之前把令牌移走。
trap-in-shell-snapshot = Codex 把变量 { $name } 连同它的值保存在了 { $file }。请删除该文件，并更换密钥。
trap-unusable = { $line ->
    [none] 无法读取 { $file }。请检查它的所有者和权限。
   *[other] { $file } 第 { $line } 行有错误，工具不会使用它。请修正该行。
}
trap-requirements = { $file }：你的组织限制了 Codex 的行为。

reason-codex-refuses = 改动后 Codex 将无法启动（{ $message }）
reason-token-not-kept = 之前的令牌没有保存。请重新配置以写入新的令牌
finding-threads-need-provider = 之后将无法继续通过“{ $id }”进行的旧对话。停用则会保留它们。

finding-foreign-helper = 另一个 apiKeyHelper 会被替换。撤销即可恢复。
finding-foreign-token = “{ $key }”中是另一个网关的令牌。它会被替换；撤销即可恢复。
finding-foreign-base-url = Claude Code 之前把请求发往另一个网关。撤销即可恢复。
finding-overridden = { $file } 中的这些键优先于本文件：{ $keys }。请在那里删除它们。
finding-name-taken = 你已经有名为“{ $name }”的服务器。不会改动它。
finding-disabled-until = “{ $id }”在这些变量存在之前保持停用：{ $variables }。
finding-left-out-until = “{ $id }”在这些内容具备之前不会写入：{ $missing }。

reason-ssh-not-a-host = 请写成 user@host 或 user@host:port
reason-ssh-no-client = 本机没有安装 OpenSSH 客户端（ssh）
reason-ssh-unknown-key = 还不认识它的密钥：请先在终端用 `ssh` 连接一次，核对并接受密钥
reason-ssh-key-changed = 它出示的密钥与已知的不同。它可能重新安装过，或者是另一台电脑。请在终端用 `ssh` 核对
reason-ssh-login = 它不接受你的密钥。Purser 不能输入密码：请把密钥加载到 SSH agent，或添加到那台电脑
reason-ssh-unreachable = 无法连接到它（{ $message }）
reason-ssh-no-answer = 它没有及时响应
reason-ssh-lost = 连接中途断开
reason-ssh-unsuitable = 无法从这里配置它（{ $message }）。Debian 和 Ubuntu 可以
reason-ssh-refused = ssh 提示：{ $message }
reason-ssh-odd-path = 那里的某个路径无法写出
reason-ssh-odd-token = 令牌不是一行普通字符
reason-time = 时间的写法如 22:00
reason-same-time = 安静时段的开始和结束时间不能相同
finding-token-in-file = 你的令牌会保存在那台电脑的 { $file } 中，只有你自己可以读取。那台电脑的管理员也能读取它。撤销会删除它。
finding-requirements = { $file }：你的组织限制了 Codex 的行为。
finding-start-again = { $name } { $pids } 正在运行，已经读取过配置。之后请重新启动它。
finding-another-switcher = { $name } { $pids } 正在运行，它也会写这个文件。请先退出它，否则它可能撤销这次改动。

problem-releases-unknown = 此版本不知道发布地址
    .advice = 构建时没有写入发布地址。由构建它的人负责更新。
problem-update-unavailable = { $host } 没有可显示的发布版本
    .advice = 它返回了状态 { $status }。请稍后再试。没有任何改动。
problem-update-not-signed = 此发布版本不是由 Purser 的开发者签名
    .advice = 途中可能有人改动了它。没有任何改动。请换一个网络；如果仍然如此，请告诉我们。
problem-update-truncated = 发布版本没有完整到达
    .advice = 连接中断了。没有任何改动。请重试。
problem-update-unreadable = 此版本无法读取该发布版本
    .advice = 它有签名，但是为另一个 Purser 制作的。请手动下载最新版本。没有任何改动。
problem-update-rolled-back = 发布地址提供的是更旧的 Purser
    .advice = 在已知有更新的版本之后，它却给出 { $version }。可能有人用旧说明挡住了新说明。没有任何改动。
problem-update-expired = 发布说明已过期
    .advice = 它的有效期到 { $expires }。更新的说明可能被扣住，或者这台电脑的时钟快了。没有任何改动。
problem-update-too-large = 发布版本超过了允许的大小
    .advice = 绝不会保留超出公布大小的内容。没有任何改动。
problem-update-differs = 更新不是签名的那个文件
    .advice = 它已被丢弃。没有任何改动。请换一个网络；如果仍然如此，请告诉我们。
problem-update-not-for-this = { $version } 不适用于这台电脑
    .advice = 该发布版本没有适合这种电脑或安装方式的文件。没有任何改动。
problem-update-not-installed = 更新没有安装
    .advice = { $reason }。Purser 保持原样。
reason-update-gone = 现在提供的是另一个版本；请先查看
reason-update-not-ours = 它由你的软件包管理器或你自己的构建提供
reason-update-disk = 无法写入该文件或其文件夹（{ $cause }）
notice-update = Purser { $version } 已发布
    .body = 打开“设置”，查看新内容以及如何安装到这台电脑。

problem-diagnostics-changed = 现在显示的是另一份报告
    .advice = 只有您看过的内容才会被保存或发送。请重新查看报告。没有发送任何内容。
problem-link-refused = 没有打开这个链接
    .advice = { $reason }。没有任何更改。
reason-link-not-ours = 它不指向 Purser
reason-link-unknown = 它要求的事情不允许由链接来做
reason-link-not-awaited = Purser 没有在等待这次登录，或者它已经返回过一次。请在 Purser 中重新开始登录
reason-link-too-late = 浏览器用了超过 10 分钟。请在 Purser 中重新开始登录
reason-link-no-window = 这里没有窗口

problem-autostart-refused = 自动启动项保持原样
    .advice = { $reason }。
reason-autostart-unavailable = 这里无法在登录时启动这个 Purser。用软件包安装的 Purser 可以
reason-autostart-foreign = { $file } 由他人写入或改动过。请查看它，不需要时将其删除
reason-autostart-no-program = { $file } 处没有可供会话启动的程序
reason-autostart-not-kept = 已经写入，但读出的内容不同。可能有其他程序也在写它
reason-autostart-disk = 无法读取或写入（{ $cause }）
