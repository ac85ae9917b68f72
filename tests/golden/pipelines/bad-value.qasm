// RUN: dqc-opt --passes='inline-gates<max-gates=0>' %s; dqc-opt --passes='route-ebits<paths=random>' %s
