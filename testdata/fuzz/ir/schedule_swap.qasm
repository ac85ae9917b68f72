OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=scheduled
@dqc.qpu id=0 data=1 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=1 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=2 data=1 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.link qpus=1,2 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.source_qubits name=q size=2 scalar=0
@dqc.initial_map d0[0] d2[0]
@dqc.final_map d0[0] d2[0]
@dqc.swapped id=2 qpus=0,2 path=0,1,2 use=cat packet=0 parts=0,1 outcomes=0,1
@dqc.packet root=0 qpu=0 tree=2 gates=1 endings=3
@dqc.makespan 183
qubit[1] d0;
qubit[1] c0;
qubit[2] c1;
qubit[1] d2;
qubit[1] c2;
bit[4] m;
@dqc.time 0 1
@dqc.source 0
h d0[0];
@dqc.time 0 100
@dqc.ebit id=0 qpus=0,1 path=0,1 use=swap whole=2
reset c0[0];
reset c1[0];
h c0[0];
cx c0[0], c1[0];
@dqc.time 0 100
@dqc.ebit id=1 qpus=1,2 path=1,2 use=swap whole=2
reset c1[1];
reset c2[0];
h c1[1];
cx c1[1], c2[0];
@dqc.time 100 110
@dqc.parity
cx c1[0], c1[1];
@dqc.time 110 130
m[0] = measure c1[1];
@dqc.time 110 111
@dqc.x_basis
h c1[0];
@dqc.time 111 131
m[1] = measure c1[0];
@dqc.time 135 136
if (m[0]) { x c2[0]; }
@dqc.time 136 137
if (m[1]) { z c2[0]; }
@dqc.time 100 110
@dqc.parity
cx d0[0], c0[0];
@dqc.time 110 130
m[2] = measure c0[0];
@dqc.time 140 141
if (m[2]) { x c2[0]; }
@dqc.time 141 151
@dqc.source 1
cp(pi) c2[0], d2[0];
@dqc.time 151 152
@dqc.x_basis
h c2[0];
@dqc.time 152 172
m[3] = measure c2[0];
@dqc.time 182 183
if (m[3]) { z d0[0]; }
@dqc.time 151 152
@dqc.source 2
h d2[0];
