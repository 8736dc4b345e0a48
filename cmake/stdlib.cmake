# Embeds stdlib/*.strata: one .incbin a file, and a table of names and addresses.
file(GLOB stdlib_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/stdlib/*.strata)
list(SORT stdlib_files)
set(assembly "  .section .rodata\n")
set(externs "")
set(rows "")
set(number 0)
foreach(file ${stdlib_files})
  get_filename_component(name ${file} NAME)
  string(APPEND assembly "  .global library_start_${number}\nlibrary_start_${number}:\n  .incbin \"${file}\"\n")
  string(APPEND assembly "  .global library_end_${number}\nlibrary_end_${number}:\n  .byte 0\n")
  string(APPEND externs "extern const char library_start_${number}[], library_end_${number}[];\n")
  string(APPEND rows "    {\"${name}\", library_start_${number}, library_end_${number}},\n")
  math(EXPR number "${number} + 1")
endforeach()
string(APPEND assembly "  .section .note.GNU-stack,\"\",@progbits\n")
set(stdlib_folder ${CMAKE_BINARY_DIR}/generated)
file(CONFIGURE OUTPUT ${stdlib_folder}/stdlib.S CONTENT "${assembly}" @ONLY)
file(CONFIGURE OUTPUT ${stdlib_folder}/stdlib.c CONTENT
"#include \"check/library.h\"
${externs}
const LibraryFile library_files[] = {
${rows}    {0, 0, 0},
};
const size_t library_file_count = ${number};
" @ONLY)
set_source_files_properties(${stdlib_folder}/stdlib.S PROPERTIES OBJECT_DEPENDS "${stdlib_files}")
add_library(compiler_stdlib STATIC ${stdlib_folder}/stdlib.S ${stdlib_folder}/stdlib.c)
target_include_directories(compiler_stdlib PRIVATE ${PROJECT_SOURCE_DIR}/compiler ${PROJECT_SOURCE_DIR}/runtime)
