# Runs on the other machine, under its /bin/sh, with coreutils and perl, as every Debian and Ubuntu has
# them. Reads requests from its input: a number, what is asked, and values, each a line. Answers with a
# line: the number, a status, and values in base64. No value is ever an argument of a program except
# paths, modes and digests.
#
# A value that did not arrive whole is never acted on. Nothing runs once the input has ended.

umask 077
LC_ALL=C
export LC_ALL
newline='
'
prefix=.purser-unfinished-
displaced=.purser-displaced-
most_bytes=8388608
most_links=40

say() {
    printf %s "$1"
    shift
    for value; do
        printf ' =%s' "$(printf %s "$value" | base64 -w0)"
    done
    printf '\n'
}

# Why an operation failed, without the name of the program that failed.
refuse() {
    say refused "$1" "${2##*: }"
    exit
}

try() {
    about=$1
    shift
    why=$("$@" 2>&1) || refuse "$about" "$why"
}

# What stands at $1 itself: $kind is none when nothing does.
look() {
    kind=$(stat -c %F -- "$1" 2>&1) && return
    case $kind in
        *': No such file or directory') kind=none ;;
        *) refuse "$1" "$kind" ;;
    esac
}

# Where the links of $1 lead: $place, with its $kind, and whether there were links.
follow() {
    place=$1 linked=no followed=0
    while look "$place"; [ "$kind" = 'symbolic link' ]; do
        [ "$followed" -lt "$most_links" ] || { say circle; exit; }
        followed=$((followed + 1)) linked=yes
        target=$(readlink -n -- "$place" && printf x) || refuse "$place" 'the link cannot be read'
        target=${target%x}
        case $target in
            *"$newline"*) refuse "$place" 'the link has a line break' ;;
            /*) place=$target ;;
            *) place=${place%/*}/$target ;;
        esac
    done
}

# $sum is what $1 holds, none when it is not there.
digest() {
    sum=$(sha256sum --zero -- "$1" 2>&1 | tr -d '\000') && sum=${sum#\\}
    case $sum in
        *': No such file or directory') sum=none ;;
        sha256sum:*) refuse "$1" "$sum" ;;
        *) sum=${sum%% *} ;;
    esac
}

# Ends the operation unless $1 holds what is expected.
check() {
    [ "$2" = any ] && return
    look "$1"
    case $kind in
        none) sum=none ;;
        regular*) digest "$1" ;;
        *) sum=other ;;
    esac
    [ "$sum" = "$2" ] || { say changed; exit; }
}

read_file() {
    follow "$1"
    case $kind in
        none) say none "$place" "$linked"; exit ;;
        regular*) ;;
        *) say other "$place"; exit ;;
    esac
    try "$place" stat -c %s -- "$place"
    [ "$why" -le "$most_bytes" ] || refuse "$place" 'File too large'
    try "$place" stat -c %a -- "$place"
    mode=$why
    try "$place" base64 -w0 -- "$place"
    say file "$place" "$linked" "$mode" | tr -d '\n'
    printf ' =%s\n' "$why"
}

# The permission bits say who may write; the administrator could all the same.
writable() {
    for one in "$1" "${1%/*}/."; do
        bits=$(stat -L -c %A -- "$one" 2>/dev/null) || continue
        case $bits in
            *w*) ;;
            *) say read-only "${one%/.}"; exit ;;
        esac
    done
    [ "$2" = no ] || [ -d "${1%/*}/" ] || { say nowhere "${1%/*}"; exit; }
    say done
}

make_folder() {
    [ -z "$1" ] || [ -e "$1" ] || {
        make_folder "${1%/*}"
        try "$1" mkdir -m 700 -- "$1"
        made=$made$1$newline
    }
}

folder() {
    made=
    make_folder "$1"
    say done "$made"
}

# The file stays its owner's, also when the administrator writes it.
keep_owner() {
    found=$(stat -c %u:%g -- "$1" 2>/dev/null)
    if [ -n "$found" ]; then
        [ "$found" = "$(stat -c %u:%g -- "$2")" ] || try "$1" chown "$found" -- "$2"
        return
    fi
    try "$1" stat -L -c %u:%g -- "${1%/*}/"
    [ "${why%:*}" = "$(stat -c %u -- "$2")" ] || try "$1" chown "$why" -- "$2"
}

# Brings the bytes beside the file, whole and durable. The file itself is not touched.
put() {
    file=$1 mode=$2 expected=$3 bytes=$4
    temp=$(mktemp -- "${file%/*}/${prefix}XXXXXXXXXX" 2>&1) || refuse "$file" "$temp"
    trap 'rm -f -- "$temp"' EXIT
    trap exit HUP PIPE TERM
    why=$( { printf %s "$bytes" | base64 -d >"$temp"; } 2>&1 ) || refuse "$file" "$why"
    digest "$temp"
    [ "$sum" = "$expected" ] || refuse "$file" 'the bytes did not arrive whole'
    keep_owner "$file" "$temp"
    try "$file" chmod "$mode" -- "$temp"
    try "$file" sync -- "$temp"
    trap - EXIT
    say done "$temp"
}

# Puts $1 in the place of $2, which should hold the same as $3: a plain rename would replace whatever
# is there, also what someone wrote a moment ago. Exchanged, what was displaced can be looked at: when
# it is not what was expected, it goes back, unless someone has replaced ours already; then theirs is
# the newest and stays. Fails with 2 when something else is there and $1 is ours again, with 3 when
# $1 may be the only one of what someone wrote, else where it is not possible and nothing was done.
# coreutils exchange only since 9.5, and a process for each look would leave others too much time.
exchange() {
    perl -MConfig -e '
        my ($ours, $place, $seen) = @ARGV;
        my %renameat2 = (x86_64 => 316, aarch64 => 276, riscv64 => 276);
        my $number = $renameat2{(split /-/, $Config{archname})[0]} or exit 1;
        sub bytes { open my $file, "<:raw", $_[0] or return; local $/; scalar <$file> }
        sub same { defined $_[0] && defined $_[1] && $_[0] eq $_[1] }
        sub swap { syscall($number, -100, $ours, -100, $place, 2) == 0 }
        my ($new, $old) = (scalar bytes($ours), scalar bytes($seen));
        same(scalar bytes($place), $old) or exit 2;
        swap() or exit 1;
        same(scalar bytes($ours), $old) and exit 0;
        swap() or exit 3;
        same(scalar bytes($ours), $new) and exit 2;
        swap();
        exit 3;
    ' "$1" "$2" "$3" 2>/dev/null
}

# What $1 is called from when it is whole until what it was exchanged for is known.
displaced_name() {
    spare=${1%/*}/$displaced${1##*/"$prefix"}
}

# Where neither the system nor perl can exchange, the check just before a rename is all there is:
# what someone writes between the two is lost.
replace() {
    cp -T -- "$2" "$1.seen" 2>/dev/null
    check "$1.seen" "$3"
    displaced_name "$1"
    try "$2" mv -fT -- "$1" "$spare"
    exchange "$spare" "$2" "$1.seen"
    case $? in
        0) rm -f -- "$spare"; return ;;
        2) rm -f -- "$spare"; say changed; exit ;;
        # A perl that was killed in between leaves nobody knows what.
        3 | 129 | 1[3-9][0-9]) say overtaken "$spare"; exit ;;
    esac
    try "$2" mv -fT -- "$spare" "$1"
    check "$2" "$3"
    try "$2" mv -fT -- "$1" "$2"
}

# Puts what was brought in the place of the file, at once, while the file is as expected.
place() {
    temp=$1 file=$2 expected=$3
    trap 'rm -f -- "$temp" "$temp.seen"' EXIT
    check "$file" "$expected"
    case $expected in
        none)
            why=$(ln -T -- "$temp" "$file" 2>&1) || case $why in
                *': File exists') say changed; exit ;;
                *) refuse "$file" "$why" ;;
            esac
            ;;
        any) try "$file" mv -fT -- "$temp" "$file" ;;
        *) replace "$temp" "$file" "$expected" ;;
    esac
    try "$file" sync -- "${file%/*}/"
    say done
}

# After a lost connection: from here on what was brought ($3) cannot be placed any more. Says what is
# there. What was displaced goes when it is that, or what was expected ($4).
revoke() {
    rm -f -- "$1"
    displaced_name "$1"
    if mv -fT -- "$spare" "$spare.revoked" 2>/dev/null; then
        digest "$spare.revoked"
        case $sum in
            "$3" | "$4") rm -f -- "$spare.revoked" ;;
            *) say overtaken "$spare.revoked"; exit ;;
        esac
    fi
    rm -f -- "$1"
    digest "$2"
    try "$2" sync -- "${2%/*}/"
    say done "$sum"
}

# Moves $1 aside, where it can be looked at: it goes back when it is not what was expected, unless
# something new is there already.
take_away() {
    spare=$(mktemp -- "${1%/*}/${displaced}XXXXXXXXXX" 2>&1) || refuse "$1" "$spare"
    why=$(mv -fT -- "$1" "$spare" 2>&1) || { rm -f -- "$spare"; refuse "$1" "$why"; }
    digest "$spare"
    [ "$sum" = "$2" ] || {
        ln -T -- "$spare" "$1" 2>/dev/null || { say overtaken "$spare"; exit; }
        rm -f -- "$spare"
        say changed
        exit
    }
    try "$1" rm -f -- "$spare"
}

remove() {
    check "$1" "$2"
    look "$1"
    [ "$kind" != none ] || { say done; exit; }
    case $2 in
        any) try "$1" rm -f -- "$1" ;;
        *) take_away "$1" "$2" ;;
    esac
    try "$1" sync -- "${1%/*}/"
    say done
}

# What was displaced stays unless it is empty or one of the digests in $2.
remove_leftovers() {
    for one in "$1"/"$prefix"* "$1"/"$displaced"*; do
        [ -f "$one" ] && [ ! -L "$one" ] || continue
        case $one in
            "$1/$displaced"*)
                digest "$one"
                case " $2 " in
                    *" $sum "*) ;;
                    *) [ ! -s "$one" ] || continue ;;
                esac
                ;;
        esac
        try "$one" rm -f -- "$one"
    done
    say done
}

# What a program started from this person's terminal sees. Their start files may print as well.
machine() {
    mark=--purser-environment--
    PURSER_ASKS='
        word() { printf " =%s" "$(printf %s "$1" | base64 -w0)"; }
        empty=$(mktemp -d)
        codex=$(command -v codex) && version=$(CODEX_HOME=$empty timeout -s KILL 5 codex --version)
        rm -rf -- "$empty"
        printf "\n%s" "--purser-environment--"
        word "$HOME"; word "$CODEX_HOME"; word "$XDG_DATA_HOME"; word "$codex"; word "$version"
        printf "\n"'
    export PURSER_ASKS
    shell=${SHELL:-/bin/sh}
    told=$(HISTFILE=/dev/null timeout -s KILL 15 "$shell" -lic 'exec /bin/sh -c "$PURSER_ASKS"' \
        </dev/null 2>/dev/null | grep -a -e "^$mark")
    [ -n "$told" ] || told=$(/bin/sh -c "$PURSER_ASKS" </dev/null 2>/dev/null | grep -a -e "^$mark")
    printf 'done%s\n' "${told#"$mark"}"
}

# Reads as many lines as it has names for; without them the work ends.
ask() {
    for name; do
        IFS= read -r "$name" || exit
    done
}

for tool in base64 chmod cp ln mktemp mv readlink rm sha256sum stat sync timeout; do
    command -v "$tool" >/dev/null || { printf 'purser-without %s\n' "$tool"; exit; }
done
stat -c %F -- / >/dev/null 2>&1 || { printf 'purser-without GNU stat\n'; exit; }
printf '\npurser-ready\n'

while IFS= read -r number && IFS= read -r request; do
    case $request in
        machine) answer=$(machine) ;;
        read) ask path; answer=$(read_file "$path") ;;
        digest) ask path; answer=$(digest "$path"; say done "$sum") ;;
        writable) ask path linked; answer=$(writable "$path" "$linked") ;;
        folder) ask path; answer=$(folder "$path") ;;
        put) ask path mode expected bytes; answer=$(put "$path" "$mode" "$expected" "$bytes") ;;
        place) ask temp path expected; answer=$(place "$temp" "$path" "$expected") ;;
        revoke)
            ask temp path ours expected
            answer=$(revoke "$temp" "$path" "$ours" "$expected")
            ;;
        remove) ask path expected; answer=$(remove "$path" "$expected") ;;
        remove-folder) ask path; answer=$(try "$path" rmdir -- "$path"; say done) ;;
        leftovers) ask path known; answer=$(remove_leftovers "$path" "$known") ;;
        *) exit ;;
    esac
    # What start files left running may have begun a line.
    printf '\npurser-%s %s\n' "$number" "$answer"
done
