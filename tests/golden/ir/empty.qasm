// RUN: dqc-opt %s --passes='default<O2>'
OPENQASM 2.0;
