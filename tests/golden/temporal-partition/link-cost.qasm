// RUN: dqc-opt %s --passes='temporal-partition<objective=link-cost>' --verify-each
// Two pairs of qubits, and two data qubits on one QPU only: the pair that is cut, once, has its qubits at both
// ends of the cheap link.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=normalized
@dqc.qpu id=0 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=1 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=2 data=1 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0 cost=9
@dqc.link qpus=0,2 ebit_latency=100 p_success=1 fidelity=1 capacity=0 cost=9
@dqc.link qpus=1,2 ebit_latency=100 p_success=1 fidelity=1 capacity=0 cost=2
qubit[4] q;
cp(pi/2) q[0], q[1];
h q[0];
h q[1];
cp(pi/2) q[0], q[1];
cp(pi/4) q[2], q[3];
h q[0];
cp(pi/2) q[0], q[1];
