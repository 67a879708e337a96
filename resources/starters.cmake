# run402_starters: resources/starters as :/starters/<slug>/… in the window. Made from the folder, so that a new file
# is part of the next build.
set(starters_root "${CMAKE_CURRENT_SOURCE_DIR}/starters")
file(GLOB_RECURSE starter_files RELATIVE "${starters_root}" CONFIGURE_DEPENDS "${starters_root}/*/*")
list(SORT starter_files)
set(starter_entries "")
foreach(file IN LISTS starter_files)
    string(APPEND starter_entries "    <file alias=\"${file}\">${starters_root}/${file}</file>\n")
endforeach()
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/starters.qrc" CONTENT
    "<RCC>\n  <qresource prefix=\"/starters\">\n${starter_entries}  </qresource>\n</RCC>\n")
add_library(run402_starters STATIC "${CMAKE_CURRENT_BINARY_DIR}/starters.qrc")
target_link_libraries(run402_starters PUBLIC run402_qt_options Qt6::Core)
