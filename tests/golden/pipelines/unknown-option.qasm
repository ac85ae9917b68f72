// RUN: dqc-opt --passes='inline-gates<max-gate=5>' %s
