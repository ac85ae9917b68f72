// RUN: dqc-opt %s --passes='insert-processes<objective=link-cost>,route-ebits<objective=link-cost>' --verify-each
// The e-bit between QPUs 0 and 2 goes round by QPU 1: two links that cost 2 each instead of one that costs 9.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=placed
@dqc.qpu id=0 data=1 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=1 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=2 data=2 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0 cost=2
@dqc.link qpus=0,2 ebit_latency=100 p_success=1 fidelity=1 capacity=0 cost=9
@dqc.link qpus=1,2 ebit_latency=100 p_success=1 fidelity=1 capacity=0 cost=2
@dqc.initial 0 2
@dqc.final 0 2
qubit[2] q;
@dqc.at 2
cp(pi/2) q[0], q[1];
