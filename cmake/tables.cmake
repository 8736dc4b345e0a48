# The type tables: stdlib/aws/*.types (text) -> tables.bin (one block) -> schema_tables, a library that embeds it.
#
# `derive` is for developers (build/derive SCHEMAS stdlib/aws FACTS after an AWS update); `pack` runs in every build
# where the text has changed.
set(schema_tools ${PROJECT_SOURCE_DIR}/runtime/schema/tools)
add_executable(pack ${schema_tools}/pack.c ${schema_tools}/pack_identity.c ${schema_tools}/pack_regions.c
                    ${schema_tools}/pack_types.c ${schema_tools}/pack_updates.c ${schema_tools}/tables.c)
target_link_libraries(pack PRIVATE runtime_base m)
add_executable(derive ${schema_tools}/classes.c ${schema_tools}/derive.c ${schema_tools}/lists.c
                      ${schema_tools}/overlay.c ${schema_tools}/regions.c ${schema_tools}/services.c ${schema_tools}/transforms.c
                      ${schema_tools}/write.c)
target_link_libraries(derive PRIVATE runtime_base lib_jansson m)

file(GLOB schema_text CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/stdlib/aws/*.types)
file(GLOB schema_overlay CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/stdlib/aws/overlay/*.types)
file(GLOB schema_facts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/stdlib/aws/facts/*.types)
set(schema_block ${CMAKE_BINARY_DIR}/tables.bin)
# The later files say what is added to the types of the earlier.
add_custom_command(
  OUTPUT ${schema_block}
  COMMAND pack ${schema_block} ${schema_text} ${schema_overlay} ${schema_facts}
  DEPENDS pack ${schema_text} ${schema_overlay} ${schema_facts}
  COMMENT "Packing the type tables"
  VERBATIM)

add_executable(index ${schema_tools}/index.c)
set(schema_index ${CMAKE_BINARY_DIR}/actions.index)
add_custom_command(
  OUTPUT ${schema_index}
  COMMAND index ${PROJECT_SOURCE_DIR}/stdlib/aws/iam.actions ${schema_index}
  DEPENDS index ${PROJECT_SOURCE_DIR}/stdlib/aws/iam.actions
  VERBATIM)

set(schema_source ${PROJECT_SOURCE_DIR}/runtime/schema/tables.S)
set(schema_plain ${PROJECT_SOURCE_DIR}/stdlib/aws/iam.actions ${PROJECT_SOURCE_DIR}/stdlib/aws/lambda.runtimes)
set_source_files_properties(${schema_source} PROPERTIES OBJECT_DEPENDS "${schema_block};${schema_index};${schema_plain}")
add_library(schema_tables STATIC ${schema_source})
target_include_directories(schema_tables PRIVATE ${CMAKE_BINARY_DIR})
target_compile_options(schema_tables PRIVATE -Wa,-I${CMAKE_BINARY_DIR} -Wa,-I${PROJECT_SOURCE_DIR}/stdlib/aws)
set(STRATA_TABLES schema_tables)
