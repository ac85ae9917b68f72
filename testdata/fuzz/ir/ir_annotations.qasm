OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=circuit
@dqc.qpu id=0 data=2 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=2 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@keep.this in mind
qubit[2] q;
bit b;
bit[3] c;
@note
h q[0];
b = measure q[0];
if (b) { x q[1]; }
if (c == 5) { if (!c[1]) { z q[1]; } }
@last one
barrier q[0], q[1];
