# --depfile: what make and ninja make of it.
. "$2/tests/cli/lib.sh"

mkdir inc
printf 'gate twice a { h a; t a; }\n' >inc/lib.inc
printf 'OPENQASM 2.0;\ninclude "qelib1.inc";\ninclude "lib.inc";\nqreg q[4];\ntwice q[0];\ncx q[0],q[3];\n' >in.qasm
cp "$networks/line3.json" 'net $#1.json'
run 0 "$dqcc" in.qasm -q -I inc --network 'net $#1.json' --depfile out.d -o out
cat >expected <<'END'
out: in.qasm net\ $$\#1.json inc/lib.inc
net\ $$\#1.json:
inc/lib.inc:
END
check "the rule" diff expected out.d
run 0 "$dqcc" in.qasm -q -I inc --depfile - --depfile-target 'my target' -o out
prints 'my\ target: in.qasm inc/lib.inc'

# counted BUILD...: how often BUILD ran dqcc.
cp "$networks/line3.json" net.json
counted() {
  : >ran
  "$@" >build.log 2>&1 || { cat build.log && return 1; }
  wc -l <ran | tr -d ' '
}
tool() {
  name=$1
  shift
  command -v "$name" >/dev/null 2>&1 || { echo "$name is not installed: skipped" && return 0; }
  rm -rf q
  check "$name builds" test "$(counted "$@")" = 1
  check "$name has nothing more to do" test "$(counted "$@")" = 0
  for file in inc/lib.inc net.json; do
    sleep 0.02
    touch $file
    check "$name builds again after $file" test "$(counted "$@")" = 1
  done
}
cat >Makefile <<END
q/report.json: in.qasm net.json
	echo >>ran
	'$dqcc' -q -I inc --network net.json --depfile q.d --depfile-target \$@ -o q in.qasm
	touch \$@
-include q.d
END
tool make make
cat >build.ninja <<END
rule dqcc
  command = echo >>ran && '$dqcc' -q -I inc --network net.json --depfile q.d --depfile-target \$out -o q in.qasm && touch \$out
  depfile = q.d
  deps = gcc
build q/report.json: dqcc in.qasm
END
tool ninja ninja
finish
