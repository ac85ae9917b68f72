# Fails when a file includes a header of a layer that its own layer may not know:
#   support <- ir <- {frontend, analysis <- passes, backend} <- tools
# Run as: cmake -DROOT=<source dir> -P layering.cmake
cmake_minimum_required(VERSION 3.25)

# The layers that each layer's files may include.
set(may_support support)
set(may_ir support ir)
set(may_analysis support ir analysis)
set(may_passes support ir analysis passes)
set(may_frontend support ir frontend)
set(may_backend support ir backend)
set(may_emitted support ir frontend emitted)
set(may_verify support ir frontend emitted verify)
set(may_tools support ir analysis passes frontend backend emitted verify tools)

# The layer of a path relative to the root.
function(layer_of path result)
  if(path MATCHES "^passes/(support|ir|analysis)/")
    set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
  elseif(path MATCHES "^tools/emitted/")
    set(${result} emitted PARENT_SCOPE)
  elseif(path MATCHES "^tools/verify/" AND NOT path MATCHES "^tools/verify/main\\.cpp$")
    set(${result} verify PARENT_SCOPE)
  elseif(path MATCHES "^(passes|frontend|backend|tools)/")
    set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
  else()
    set(${result} "" PARENT_SCOPE)
  endif()
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT}
  ${ROOT}/passes/*.h ${ROOT}/passes/*.cpp ${ROOT}/frontend/*.h ${ROOT}/frontend/*.cpp
  ${ROOT}/backend/*.h ${ROOT}/backend/*.cpp ${ROOT}/tools/*.h ${ROOT}/tools/*.cpp)
set(wrong 0)
set(checked 0)
foreach(file ${files})
  layer_of(${file} layer)
  file(STRINGS ${ROOT}/${file} includes REGEX "^#include \"")
  foreach(line ${includes})
    string(REGEX REPLACE "^#include \"([^\"]+)\".*" "\\1" target "${line}")
    layer_of(${target} target_layer)
    math(EXPR checked "${checked} + 1")
    if(target_layer STREQUAL "")
      message(SEND_ERROR "${file}: \"${target}\" is no path from the repository's root")
    elseif(NOT target_layer IN_LIST may_${layer})
      message(SEND_ERROR "${file}: layer ${layer} may not include ${target} (layer ${target_layer})")
    endif()
  endforeach()
endforeach()
if(checked LESS 50)
  message(FATAL_ERROR "only ${checked} includes found below ${ROOT}: nothing was checked")
endif()
message(STATUS "${checked} includes obey the layer direction")
