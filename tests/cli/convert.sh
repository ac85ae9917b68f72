# dqc-opt as a converter between OpenQASM 2 and 3.
. "$2/tests/cli/lib.sh"
opt=$bin/dqc-opt
# same FILE TEXT
same() { check "$1 is
$2
but
$(cat "$1")" test "$(cat "$1")" = "$2"; }

cat >three.qasm <<'END'
OPENQASM 3.0;
include "stdgates.inc";
gate tilt(a, pi2) x, q { rx(a ** 2 + log(pi2)) x; cx x, q; }
qubit Alone;
qubit[3] q;
bit[2] cz0;
bit f;
tilt(0.5, 2) q[0], Alone;
ctrl @ cz q[0], q[1], q[2];
inv @ s q[1];
cz0[1] = measure q[0];
f = measure q[1];
if (cz0 == 2) x q[2];
if (f) { ctrl @ cz q[0], q[1], q[2]; }
reset q[0];
barrier q;
END
run 0 "$opt" --emit=qasm2 three.qasm
cp .out two.qasm
same two.qasm 'OPENQASM 2.0;
include "qelib1.inc";
gate tilt(a, pi2) src_x, q {
  rx(a ^ 2.0 + ln(pi2)) src_x;
  cx src_x, q;
}
qreg src_Alone[1];
qreg q[3];
creg cz0[2];
creg f[1];
tilt(0.5, 2) q[0], src_Alone[0];
h q[2];
ccx q[0], q[1], q[2];
h q[2];
sdg q[1];
measure q[0] -> cz0[1];
measure q[1] -> f[0];
if(cz0==2) x q[2];
if(f==1) h q[2];
if(f==1) ccx q[0], q[1], q[2];
if(f==1) h q[2];
reset q[0];
barrier q[0], q[1], q[2];'
run 0 "$opt" --emit=qasm2 two.qasm
check "converting again changes nothing" cmp -s .out two.qasm
run 0 "$opt" --emit=qasm3 two.qasm
cp .out back.qasm
check "no annotations" sh -c '! grep -q @dqc back.qasm'
run 0 "$opt" --emit=qasm2 back.qasm
check "there and back again" cmp -s .out two.qasm

# What OpenQASM 2 cannot say.
printf 'OPENQASM 3.0;\nqubit q;\nbit[2] c;\nif (c[0]) U(1, 2, 3) q;\n' >bit.qasm
run 1 "$opt" --emit=qasm2 bit.qasm
says "bit.qasm:4:1: error: OpenQASM 2 cannot test bit c[0] apart from its register of 2"
silent
printf 'OPENQASM 3.0;\ninput float t;\nqubit q;\nU(t, 0, 0) q;\n' >input.qasm
run 1 "$opt" --emit=qasm2 input.qasm
says "OpenQASM 2 has no 'input t'"
printf 'OPENQASM 3.0;\ninclude "stdgates.inc";\ngate g(a) q { rx(arccos(a)) q; }\nqubit q;\ng(0.5) q;\n' >arc.qasm
run 1 "$opt" --emit=qasm2 arc.qasm
says "OpenQASM 2 has no arc functions, which 'g' uses"
printf 'OPENQASM 3.0;\nqubit q;\nbit[2] c = "01";\nU(1, 2, 3) q;\n' >initial.qasm
run 1 "$opt" --emit=qasm2 initial.qasm
says "OpenQASM 2 cannot give 'c' an initial value"

# A distributed module is one monolithic program.
run 0 "$opt" --passes='default<O1>' --emit=qasm2 "$circuits/ghz_12.qasm"
check "a plain program" sh -c 'grep -q "^OPENQASM 2.0;" .out && ! grep -q "@" .out'

# Every circuit at hand survives both ways.
for circuit in "$circuits"/*.qasm; do
  run 0 "$opt" --emit=qasm3 "$circuit" -o 3.qasm
  "$opt" -Wno-missing-version --emit=qasm2 3.qasm -o 2.qasm 2>.err || { says "OpenQASM 2"; continue; }
  run 0 "$opt" --emit=qasm3 2.qasm -o 33.qasm
  run 0 "$opt" --emit=qasm2 33.qasm -o 22.qasm
  check "$circuit there and back again" cmp -s 2.qasm 22.qasm
done
finish
