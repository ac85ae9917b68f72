# Programs with inputs: compiled, proved, run with values, and refused where a form has none.
. "$2/tests/cli/lib.sh"

cat >ansatz.qasm <<'QASM'
OPENQASM 3.0;
include "stdgates.inc";
input float theta;
input angle[32] phi;
qubit[4] q;
bit[4] c;
rx(theta) q;
for int i in [0:2] { cx q[i], q[i + 1]; rz(2 * phi - theta / 3) q[i + 1]; cx q[i], q[i + 1]; }
rx(sin(theta) * phi) q[0];
c = measure q;
QASM
run 0 "$dqcc" ansatz.qasm --network line:2,data=2,comm=2 -o out
run 0 "$dqc_verify" ansatz.qasm out
check "every program declares the inputs" sh -c 'grep -L "^input angle\[32\] phi;" out/*.qasm | wc -l | grep -qx 0'
sed 's/2 \* phi/3 * phi/' ansatz.qasm >other.qasm
run 1 "$dqc_verify" other.qasm out
says "this is so for theta = "
sed 's/input float theta/input float theta2/; s/theta\([^2]\)/theta2\1/g' ansatz.qasm >renamed.qasm
run 1 "$dqc_verify" renamed.qasm out

run 0 "$dqc_run" out --input theta=0.5 --input phi=1.25 --shots 10
run 1 "$dqc_run" out --input theta=0.5
says "the input 'phi' has no value"
says "--input phi=NUMBER"
run 2 "$dqc_run" out --input theta
says "expected NAME=NUMBER"
run 2 "$dqc_run" out --input theta=much

run 1 "$dqcc" ansatz.qasm --network line:2,data=2,comm=2 --emit=qasm2 -o out2
says "OpenQASM 2"
run 1 "$dqcc" ansatz.qasm --network line:2,data=2,comm=2 --emit=cunqa -o out2
says "CUNQA programs cannot have inputs such as 'theta'"

run 0 "$dqcc" ansatz.qasm --device "$devices/grid_12.json" --samples 2 -o copies
run 0 "$dqc_verify" ansatz.qasm copies
finish
