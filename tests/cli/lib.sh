# What the scripts here share. Source it with the arguments of the script: BIN SOURCE_DIR.
set -u
bin=$1
dqcc=$1/dqcc
dqc_verify=$1/dqc-verify
dqc_run=$1/dqc-run
dqc_merge=$1/dqc-merge
circuits=$2/testdata/circuits
networks=$2/testdata/networks
devices=$2/testdata/devices
here=$2/tests/cli
unset NO_COLOR CLICOLOR_FORCE
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
checks=0
failures=0

# check WHAT COMMAND...: COMMAND succeeds.
check() {
  what=$1
  shift
  checks=$((checks + 1))
  "$@" >"$work/.check" 2>&1 && return 0
  failures=$((failures + 1))
  echo "FAILED: $what"
  sed 's/^/  /' "$work/.check"
  return 0
}

# run CODE COMMAND...: COMMAND exits with CODE; its streams are left in $work/.out and $work/.err.
run() {
  code=$1
  shift
  checks=$((checks + 1))
  "$@" >"$work/.out" 2>"$work/.err" </dev/null
  got=$?
  [ $got -eq "$code" ] && return 0
  failures=$((failures + 1))
  echo "FAILED: exit code $got instead of $code: $*"
  sed 's/^/  /' "$work/.err"
  return 0
}

# says TEXT: the last run's stderr holds TEXT.
says() { check "stderr says: $1
$(cat "$work/.err")" grep -qF -- "$1" "$work/.err"; }

# prints TEXT: the last run's stdout holds TEXT.
prints() { check "stdout holds: $1" grep -qF -- "$1" "$work/.out"; }

# silent: the last run wrote nothing to stdout.
silent() { check "stdout is empty" test ! -s "$work/.out"; }

finish() {
  echo "$checks checks, $failures failed"
  [ $checks -gt 0 ] && [ $failures -eq 0 ]
  exit
}
