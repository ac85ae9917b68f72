// RUN: dqc-opt %s --passes='insert-processes<embed=true>' --verify-each
// Between the two h stands a cx onto q[0]: its copy on QPU 1 stays, and a copy of q[1] serves it on QPU 0.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=placed
@dqc.qpu id=0 data=1 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0 cost=1
@dqc.initial 0 1 1
@dqc.final 0 1 1
qubit[3] q;
@dqc.at 1
cp(pi/2) q[0], q[2];
@dqc.at 0
h q[0];
@dqc.at 1
cp(pi) q[0], q[1];
@dqc.at 0
h q[0];
@dqc.at 1
cp(pi/4) q[0], q[2];
