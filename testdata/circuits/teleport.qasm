// Teleports a state from q[0] to q[2]; the corrections hang on two measured bits.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
creg mz[1];
creg mx[1];
u3(0.3,0.2,0.1) q[0];
h q[1];
cx q[1],q[2];
barrier q;
cx q[0],q[1];
h q[0];
measure q[0] -> mz[0];
measure q[1] -> mx[0];
if(mx==1) x q[2];
if(mz==1) z q[2];
