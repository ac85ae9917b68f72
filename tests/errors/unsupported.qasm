OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
int[8] i = 3;
for int k in [0:3] {
  x q[0];
  h q[k];
}
inv @ s q[0];
ctrl(2) @ x q[0], q[1];
x $0;
box { x q[0]; }
def f(qubit a) -> bit { return measure a; }
measure q[0];
c[0] = 1;
cx q[0:1], q[1];
let a = q[0:1];
#pragma dqc off
x q[0];
bit[2] d = "01";
while (c[0]) { x q[0]; }
rx(2 % 3) q[0];
rx(10ns) q[0];
