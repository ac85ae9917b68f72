OPENQASM 3.0;
include "stdgates.inc";
@dqc.program version=1 qpu=0 qpus=3 schedule=schedule.json
@dqc.role data
qubit[2] d;
@dqc.role comm
qubit[1] c;
@dqc.role local
bit[3] m;
@dqc.role received
bit[2] r;
h d[0];
ry(0.3) d[1];
@dqc.ebit id=0 peer=1 use=cat:P0 start=0 end=100
reset c[0];
cx d[0], c[0];
@dqc.send msg=0 to=1 at=130
m[0] = measure c[0];
rz(0.4) d[0];
@dqc.recv msg=2 from=2 bit=r[0] at=213
if (r[0]) { z d[0]; }
@dqc.recv msg=3 from=1 bit=r[1] at=214
if (r[1]) { z d[0]; }
h d[0];
@dqc.ebit id=2 peer=1 use=swap:E4 start=187 end=287
reset c[0];
cx d[1], c[0];
@dqc.send msg=6 to=2 at=317
m[1] = measure c[0];
h d[1];
@dqc.send msg=7 to=2 at=318
m[2] = measure d[1];
