// RUN: dqc-opt %s --passes=insert-processes --verify-each
// A home that changes between two segments: share, then end at the source. The bit it depends on travels too.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=placed
@dqc.qpu id=0 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.initial 0 1
@dqc.final 1 1
qubit[2] q;
bit[1] c;
@dqc.at 0
h q[0];
@dqc.at 1
cp(pi) q[0], q[1];
@dqc.at 1
c[0] = measure q[1];
@dqc.at 1
if (c == 1) { h q[0]; }
