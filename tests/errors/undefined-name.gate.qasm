OPENQASM 2.0;
include "qelib1.inc";
gate g(a) b {
  rx(c) b;
  h d;
  g(a) b;
}
