#!/bin/sh
# Usage: run.sh BIN_DIR INPUT.qasm
# Runs the command of INPUT's "// RUN:" line, with %s for INPUT and the programs of BIN_DIR in PATH, and
# compares what it prints with INPUT.expected: standard output, then lines of standard error after
# "stderr: ", then "exit: N" if N is not 0. An output that is a module must also read back to itself.
# With UPDATE_EXPECT=1 in the environment INPUT.expected is written instead.
set -u
PATH=$1:$PATH
input=$2
expected=${input%.qasm}.expected
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

command=$(sed -n 's|^// RUN: *||p' "$input" | sed "s|%s|$input|g")
if [ -z "$command" ]; then
  echo "$input: no line '// RUN: command'"
  exit 1
fi

sh -c "$command" >"$work/out" 2>"$work/err" </dev/null
code=$?
{
  cat "$work/out"
  sed 's/^/stderr: /' "$work/err"
  if [ $code -ne 0 ]; then echo "exit: $code"; fi
} >"$work/actual"

if head -n 1 "$work/out" | grep -q '^OPENQASM'; then
  if ! dqc-opt "$work/out" >"$work/again" || ! cmp -s "$work/out" "$work/again"; then
    echo "$input: the output does not read back to itself:"
    diff -u "$work/out" "$work/again"
    exit 1
  fi
fi

if [ "${UPDATE_EXPECT:-0}" = 1 ]; then
  cmp -s "$work/actual" "$expected" || cp "$work/actual" "$expected"
  exit 0
fi
if ! diff -u "$expected" "$work/actual"; then
  echo "$input: not what was expected (UPDATE_EXPECT=1 accepts it): $command"
  exit 1
fi
