# Embeds stdlib/*.strata: one .incbin a file, a table of names and addresses, and the block of what the parser made of
# them (compiler/check/library_block.h), which a tool writes when one of them has changed.
file(GLOB stdlib_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/stdlib/*.strata)
list(SORT stdlib_files)
set(stdlib_folder ${CMAKE_BINARY_DIR}/generated)
set(stdlib_block ${stdlib_folder}/library.bin)
add_executable(pack_library ${PROJECT_SOURCE_DIR}/compiler/check/tools/pack_library.c
                            ${PROJECT_SOURCE_DIR}/compiler/check/tools/copy_tree.c)
target_include_directories(pack_library PRIVATE ${PROJECT_SOURCE_DIR}/compiler)
target_link_libraries(pack_library PRIVATE compiler_syntax)
add_custom_command(
  OUTPUT ${stdlib_block}
  COMMAND pack_library ${stdlib_block} ${stdlib_files}
  DEPENDS pack_library ${stdlib_files}
  COMMENT "Parsing the standard library"
  VERBATIM)

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
string(APPEND assembly "  .balign 16\n  .global library_block\nlibrary_block:\n  .incbin \"${stdlib_block}\"\n")
string(APPEND assembly "  .section .note.GNU-stack,\"\",@progbits\n")
file(CONFIGURE OUTPUT ${stdlib_folder}/stdlib.S CONTENT "${assembly}" @ONLY)
file(CONFIGURE OUTPUT ${stdlib_folder}/stdlib.c CONTENT
"#include \"check/library.h\"
${externs}
const LibraryFile library_files[] = {
${rows}    {0, 0, 0},
};
const size_t library_file_count = ${number};
" @ONLY)
set_source_files_properties(${stdlib_folder}/stdlib.S PROPERTIES OBJECT_DEPENDS "${stdlib_files};${stdlib_block}")
add_library(compiler_stdlib STATIC ${stdlib_folder}/stdlib.S ${stdlib_folder}/stdlib.c)
target_include_directories(compiler_stdlib PRIVATE ${PROJECT_SOURCE_DIR}/compiler ${PROJECT_SOURCE_DIR}/runtime)
