OPENQASM 2.0;
include "qelib1.inc";
qreg q[5];
creg c[5];
gate g(a,b) x,y { rx(a/2+b) x; cx x,y; barrier x,y; u3(sin(a),-b^2,pi) y; }
opaque o(a) x;
g(pi/4,0.5e-3) q[0],q[1];
h q;
cx q[0],q[1];
if(c==3) x q[2];
measure q->c;
reset q[0];
barrier q;
ccx q[0],q[1],q[2];
