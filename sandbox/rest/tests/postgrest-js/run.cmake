# Installs the client into the build folder and runs its suite.
file(COPY "${SOURCE}/package.json" "${SOURCE}/client.test.mjs" DESTINATION "${BUILD}")
if(NOT EXISTS "${BUILD}/node_modules/@supabase/postgrest-js/package.json")
    execute_process(COMMAND "${NPM}" install --no-audit --no-fund --ignore-scripts
        WORKING_DIRECTORY "${BUILD}" RESULT_VARIABLE result)
    if(result)
        message(FATAL_ERROR "npm install failed")
    endif()
endif()
set(ENV{REST_TEST_SERVER} "${SERVER}")
execute_process(COMMAND "${NODE}" --test client.test.mjs
    WORKING_DIRECTORY "${BUILD}" RESULT_VARIABLE result)
if(result)
    message(FATAL_ERROR "the client's suite failed")
endif()
