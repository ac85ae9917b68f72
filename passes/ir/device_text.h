// The device of a module, its region and the copies on it in the textual form.
#pragma once

#include <string>

#include "passes/ir/annotation_fields.h"
#include "passes/ir/module.h"

namespace dqc {

/// Appends the annotations that stand for `module.device`, `region` and `copies`; nothing without a device.
void print_device(const Module& module, std::string& out);

/// Whether `keyword` is that of one of those annotations.
bool is_device_keyword(std::string_view keyword);

/// Reads one of them into `module`; what is wrong is left in `fields`. Precondition: is_device_keyword.
void read_device_annotation(std::string_view keyword, AnnotationFields& fields, Module& module);

}  // namespace dqc
