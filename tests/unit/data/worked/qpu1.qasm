OPENQASM 3.0;
include "stdgates.inc";
@dqc.program version=1 qpu=1 qpus=3 schedule=schedule.json
@dqc.role data
qubit[2] d;
@dqc.role comm
qubit[2] c;
@dqc.role local
bit[4] m;
@dqc.role received
bit[1] r;
rx(0.5) d[0];
ry(0.7) d[1];
@dqc.ebit id=0 peer=0 use=cat:P0 start=0 end=100
reset c[0];
@dqc.ebit id=1 peer=2 use=cat:P0 start=0 end=100
reset c[1];
@dqc.recv msg=0 from=0 bit=r[0] at=135
if (r[0]) { x c[0]; }
cx c[0], c[1];
@dqc.send msg=1 to=2 at=166
m[0] = measure c[1];
cx c[0], d[0];
cp(pi/4) c[0], d[1];
h c[0];
@dqc.send msg=3 to=0 at=187
m[1] = measure c[0];
@dqc.ebit id=2 peer=0 use=swap:E4 start=187 end=287
reset c[0];
@dqc.ebit id=3 peer=2 use=swap:E4 start=203 end=303
reset c[1];
cx c[0], c[1];
@dqc.send msg=4 to=2 at=333
m[2] = measure c[1];
h c[0];
@dqc.send msg=5 to=2 at=334
m[3] = measure c[0];
