# Puts resources/starters (without thumbnails) into the server: the files are included by the assembler.
set(starters_root "${PROJECT_SOURCE_DIR}/resources/starters")
file(GLOB_RECURSE starter_files RELATIVE "${starters_root}" CONFIGURE_DEPENDS "${starters_root}/*/*")
list(FILTER starter_files EXCLUDE REGEX "thumbnail\\.png$")
list(SORT starter_files)
set(STARTER_SYMBOLS "")
set(STARTER_TABLE "")
set(starter_paths "")
set(starter_number 0)
foreach(file IN LISTS starter_files)
    set(symbol "run402_starter_${starter_number}")
    math(EXPR starter_number "${starter_number} + 1")
    list(APPEND starter_paths "${starters_root}/${file}")
    string(APPEND STARTER_SYMBOLS "asm(\".pushsection .rodata\\n${symbol}: .incbin \\\"${starters_root}/${file}\\\"\\n"
        "${symbol}_end: .byte 0\\n.popsection\\n\");\n"
        "extern \"C\" __attribute__((visibility(\"hidden\"))) const char ${symbol}[];\n"
        "extern \"C\" __attribute__((visibility(\"hidden\"))) const char ${symbol}_end[];\n")
    string(APPEND STARTER_TABLE "        {\"${file}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
endforeach()
configure_file("${CMAKE_CURRENT_LIST_DIR}/apps/starterfiles.cpp.in" "${CMAKE_CURRENT_BINARY_DIR}/starterfiles.cpp" @ONLY)
set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/starterfiles.cpp" PROPERTIES
    OBJECT_DEPENDS "${starter_paths}" SKIP_PRECOMPILE_HEADERS ON)
