# Inputs and networks that cannot be compiled: the message, the exit code, and no output.
. "$2/tests/cli/lib.sh"
ghz=$circuits/ghz_12.qasm

printf 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncx q[0], p[1];\n' >bad.qasm
run 1 "$dqcc" bad.qasm -o out
says "bad.qasm:4:10: error:"
says "cx q[0], p[1];"
run 1 sh -c "'$dqcc' -o out <bad.qasm"
says "<stdin>:4:10: error:"
silent

printf 'OPENQASM 3.0;\nqubit[2] q;\nfor int i in [0:9] { U(0, 0, i) q[0]; }\n' >loop.qasm
run 1 "$dqcc" loop.qasm -o out --max-iterations 19
says "loop.qasm:3:22: error: the statements and rounds of all loops and calls exceed the limit of 19"
says "--max-iterations"
run 2 "$dqcc" loop.qasm -o out --max-iterations 0
run 0 "$dqcc" loop.qasm -o loop --max-iterations 20

run 74 "$dqcc" missing.qasm -o out
says "cannot read 'missing.qasm': No such file or directory"
run 74 "$dqcc" . -o out
says "cannot read '.'"
run 74 "$dqcc" "$ghz" --network missing.json -o out
says "missing.json"
printf '{"qpus": [{"id": 0}, {"id": 1}], "links": []}' >apart.json
run 3 "$dqcc" "$ghz" --network apart.json -o out
says "not connected"
printf '{"qpus": [}' >broken.json
run 1 "$dqcc" "$ghz" --network broken.json -o out
says "broken.json"

run 3 "$dqcc" "$ghz" --network complete:3,data=3 -o out
says "needs 12 data qubits, but the 3 QPUs have 9 in all"
says "hint"
for level in 0 1 2 3; do
  run 3 "$dqcc" "$ghz" --network complete:3,data=4,comm=0 -O$level -o out
  says "communication"
done
check "nothing was made" test ! -e out

# With room on one QPU, no communication qubits are needed.
run 0 "$dqcc" "$ghz" --network complete:2,data=12,comm=0 -q -o one

printf 'include "stdgates.inc";\nbit[2] c;\nqubit[2] q;\nc[0] = measure q[0];\nif (c[0]) { x q[1]; }\n' >part.qasm
run 1 "$dqcc" part.qasm -o out --emit=qasm2
says "OpenQASM 2 cannot test bit c[0] apart from its register of 2"
check "nothing was made" test ! -e out

# One bad file does not keep the others from being compiled; its exit code stays.
run 1 "$dqcc" bad.qasm "$ghz" -q -o several
check "the good one is there" test -f several/ghz_12/report.json
check "the bad one is not" test ! -e several/bad
finish
