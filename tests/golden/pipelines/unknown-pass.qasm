// RUN: dqc-opt --passes=inline-gates,decompos %s
