// RUN: dqc-opt --passes=inline-gates,cancel %s; dqc-opt --passes='repeat<2>(inline-gates)' %s
OPENQASM 2.0;
qreg q[1];
