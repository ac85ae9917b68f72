OPENQASM 3.0;
include "stdgates.inc";
@dqc.program version=1 qpu=0
qubit[3] q;
bit[2] c;
bit m;
const float x = 1;
@dqc.at 1
h q[0];
if (c[0]) { x q[0]; }
if (!m) { if (c == 2) { z q[1]; h q; } } else { y q[-1]; }
m = measure q[0];
measure q[1] -> c[1];
gphase(tau/8);
reset q;
barrier;
ctrl @ x q[0], q[1];
for int i in [0:2] { h q[i]; }
def f() { return; }
bit[2] d = "01";
