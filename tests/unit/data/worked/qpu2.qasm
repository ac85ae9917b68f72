OPENQASM 3.0;
include "stdgates.inc";
@dqc.program version=1 qpu=2 qpus=3 schedule=schedule.json
@dqc.role data
qubit[2] d;
@dqc.role comm
qubit[1] c;
@dqc.role local
bit[1] m;
@dqc.role received
bit[5] r;
rx(0.9) d[0];
@dqc.ebit id=1 peer=1 use=cat:P0 start=0 end=100
reset c[0];
@dqc.recv msg=1 from=1 bit=r[0] at=171
if (r[0]) { x c[0]; }
cx c[0], d[0];
h c[0];
@dqc.send msg=2 to=0 at=203
m[0] = measure c[0];
@dqc.ebit id=3 peer=1 use=swap:E4 start=203 end=303
reset c[0];
@dqc.recv msg=4 from=1 bit=r[1] at=338
if (r[1]) { x c[0]; }
@dqc.recv msg=5 from=1 bit=r[2] at=339
if (r[2]) { z c[0]; }
@dqc.recv msg=6 from=0 bit=r[3] at=340
if (r[3]) { x c[0]; }
@dqc.recv msg=7 from=0 bit=r[4] at=341
if (r[4]) { z c[0]; }
reset d[1];
swap c[0], d[1];
cx d[1], d[0];
ry(0.6) d[1];
cz d[0], d[1];
rx(0.2) d[0];
