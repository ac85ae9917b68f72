OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=placed
@dqc.qpu id=0 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.initial 0 0 1 1
@dqc.final 0 0 1 1
qubit[4] q;
@dqc.at 0
h q[0];
@dqc.at 0
h q[1];
@dqc.at 0
cp(pi) q[0], q[1];
@dqc.at 1
h q[2];
@dqc.at 1
h q[3];
@dqc.at 1
cp(pi) q[2], q[3];
@dqc.at 0
h q[1];
@dqc.at 0
h q[0];
@dqc.at 0
cp(pi) q[1], q[0];
@dqc.at 1
h q[3];
@dqc.at 1
h q[2];
@dqc.at 1
cp(pi) q[3], q[2];
@dqc.at 0
h q[0];
@dqc.at 0
cp(pi) q[0], q[2];
@dqc.at 1
h q[2];
